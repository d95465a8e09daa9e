#include "report/style.hpp"

#include <gtest/gtest.h>

#include <string>

namespace fishtank {

namespace {

TEST(Style, WrapsBetweenWordsWithinAHundredColumns) {
  const std::string word(47, 'x');
  // 2 + 47 + 1 + 47 = 97 columns; a third word does not fit.
  EXPECT_EQ(report::wrap(word + " " + word + " a bc", 2), "  " + word + " " + word + " a\n  bc\n");
}

TEST(Style, CountsAChineseCharacterAsTwoColumns) {
  EXPECT_EQ(report::columns("闲鱼 ok"), 7U);
  std::string text;
  for (int word = 0; word < 20; ++word) text += "闲鱼 ";     // five columns each, with the space
  EXPECT_EQ(report::wrap(text, 0).find('\n'), 20 * 7U - 1);  // all 20 in 99 columns
}

TEST(Style, LeavesAWordThatIsTooLongWhole) {
  const std::string word(150, 'x');
  EXPECT_EQ(report::wrap("a " + word + " b", 0), "a\n" + word + "\nb\n");
}

TEST(Style, PutsTheTextOfARowBesideItsName) {
  EXPECT_EQ(report::row("drop", 6, "Ends the connection."), "  drop    Ends the connection.\n");
  EXPECT_EQ(report::row("half_open", 6, "Gone."), "  half_open\n          Gone.\n");
}

TEST(Style, CountsOneAndMany) {
  EXPECT_EQ(report::counted(1, "case"), "1 case");
  EXPECT_EQ(report::counted(0, "case"), "0 cases");
}

TEST(Style, PrintsOnlyWhatIsHarmless) {
  EXPECT_EQ(report::printable("a\x1b[2J\nb\xff"
                              "c\xe9\x97\xb2"),
            "a?[2J?b?c\xe9\x97\xb2");
}

}  // namespace

}  // namespace fishtank
