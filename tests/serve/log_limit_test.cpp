#include "serve/log_limit.hpp"

#include <gtest/gtest.h>

namespace fishtank::serve {

namespace {

constexpr Instant kNow = core::kStart + core::seconds(100);

/// How many of so many lines are told.
std::size_t told(LogLimit& limit, std::size_t lines, std::uint32_t visitor, Instant now = kNow) {
  std::size_t count = 0;
  for (std::size_t line = 0; line < lines; ++line) count += limit.admits("gone", visitor, now);
  return count;
}

}  // namespace

TEST(LogLimit, TellsAllThatAPersonCanRead) {
  LogLimit limit;
  EXPECT_EQ(told(limit, LogLimit::kEach, 1), LogLimit::kEach);
  EXPECT_EQ(limit.due(), core::kNever);
}

TEST(LogLimit, LeavesOutWhatIsAlikeAndCountsIt) {
  LogLimit limit;
  EXPECT_EQ(told(limit, LogLimit::kEach + 7, 1), LogLimit::kEach);
  EXPECT_TRUE(limit.admits("gone", 2, kNow));
  EXPECT_TRUE(limit.admits("registered", 1, kNow));
  EXPECT_EQ(limit.due(), kNow + LogLimit::kWhile);
  const auto left_out = limit.take();
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0].kind, "gone");
  EXPECT_EQ(left_out[0].visitor, 1U);
  EXPECT_EQ(left_out[0].lines, 7U);
}

TEST(LogLimit, LeavesOutWhatManyVisitorsDo) {
  LogLimit limit;
  for (std::uint32_t visitor = 0; visitor < LogLimit::kAll + 5; ++visitor) told(limit, 1, visitor);
  const auto left_out = limit.take();
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0].visitor, LogLimit::kAnybody);
  EXPECT_EQ(left_out[0].lines, 5U);
}

TEST(LogLimit, BeginsAnew) {
  LogLimit limit;
  told(limit, LogLimit::kEach + 1, 1);
  const Instant due = limit.due();
  (void)limit.take();
  EXPECT_EQ(told(limit, 1, 1, due), 1U);
  EXPECT_EQ(told(limit, LogLimit::kEach, 2, due), LogLimit::kEach);
  EXPECT_EQ(told(limit, 1, 2, due + LogLimit::kWhile), 1U) << "of itself, if all was told";
}

}  // namespace fishtank::serve
