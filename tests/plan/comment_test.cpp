#include "plan/comment.hpp"

#include <gtest/gtest.h>

namespace fishtank::plan {
namespace {

std::string beside(std::string_view text, int line) {
  return comment_beside(SourceText(text, "test.yaml"), {line, 1});
}

TEST(AComment, IsWhatStandsBehindAValue) {
  EXPECT_EQ(beside("a: 1s # why\nb: 2s\n", 1), "why");
  EXPECT_EQ(beside("a: 1s # why\nb: 2s\n", 2), "");
  EXPECT_EQ(beside("a: 1s   ##   在吗  \r\n", 1), "在吗");
  EXPECT_EQ(beside("a: 1s #", 1), "");
}

TEST(AComment, BeginsAfterASpaceAndOutsideQuotes) {
  EXPECT_EQ(beside("a: x#y\n", 1), "");
  EXPECT_EQ(beside("a: \"x # y\" # why\n", 1), "why");
  EXPECT_EQ(beside("a: 'x # y'\n", 1), "");
}

TEST(AComment, GoesOnBelowInTheSameColumn) {
  EXPECT_EQ(beside("a: 1s # one\n      # two\n      # three\n  # other\n", 1), "one two three");
  EXPECT_EQ(beside("a: 1s # one\nb: 1s # two\n", 1), "one");
  EXPECT_EQ(beside("a: 1s\n# a heading\n", 1), "");
}

TEST(AComment, OfALineThatIsNotThereIsEmpty) { EXPECT_EQ(beside("a: 1s # why", 2), ""); }

}  // namespace
}  // namespace fishtank::plan
