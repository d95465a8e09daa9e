#include "report/rarities.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/report.hpp"
#include "tests/report/suite_example.hpp"

namespace fishtank {

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr trace::SituationSet kAll = ~trace::SituationSet{0};

/// The example, with these situations in its second and third case.
report::SuiteResult suite_with(trace::SituationSet occurred) {
  report::SuiteResult suite = tests::suite_example();
  suite.cases[1].situations = occurred;
  suite.cases[2].situations = occurred;
  return suite;
}

TEST(Rarities, CountTheCasesAndNameTheFirst) {
  const report::SuiteResult suite = suite_with(0b10);
  const auto list = report::rarities(suite.cases);
  ASSERT_EQ(list.size(), trace::situations().size());
  EXPECT_EQ(list[0].cases, 0U);
  EXPECT_EQ(list[0].example, nullptr);
  EXPECT_EQ(list[1].cases, 2U);
  EXPECT_EQ(list[1].example, &suite.cases[1]);
}

TEST(Rarities, NameWhatNeverOccurredIfItIsLittle) {
  const auto never = std::string(trace::situations()[1].name);
  EXPECT_THAT(report::rarities_line(suite_with(kAll - 0b10).cases, {}),
              HasSubstr(" rare situations occurred; never: " + never + "\n"));
  EXPECT_THAT(report::rarities_line(suite_with(kAll).cases, {}), Not(HasSubstr("never")));
  EXPECT_THAT(report::rarities_line(suite_with(0).cases, {}), Not(HasSubstr("never")));
}

TEST(Rarities, AreALineBelowTheSummaryOfSeveralScenarios) {
  report::SuiteResult suite = suite_with(kAll);
  EXPECT_THAT(report::terminal(suite, {}), HasSubstr(" rare situations occurred\n"));
  suite.cases.pop_back();
  EXPECT_THAT(report::terminal(suite, {}), Not(HasSubstr("rare situations")));
  EXPECT_THAT(report::terminal(suite, {.sometimes = report::Rarely::table}),
              HasSubstr(" rare situations occurred\n"));
}

TEST(Rarities, AreATableWithAnExampleOfEachThatOccurred) {
  const std::string text = report::rarities_table(suite_with(0b10).cases, {});
  EXPECT_THAT(text, testing::ContainsRegex("\n  " + std::string(trace::situations()[1].name) +
                                           " +2  scenarios/silence.yaml seed=2\n"));
  EXPECT_THAT(text, Not(HasSubstr(std::string(trace::situations()[0].name))));
  EXPECT_EQ(report::rarities_table(suite_with(0).cases, {}), "");
}

TEST(Rarities, ThatNeverOccurredAreListedWhenAskedFor) {
  const report::SuiteResult suite = suite_with(kAll - 0b11);
  const std::string expected = "never occurred\n  " + std::string(trace::situations()[0].name) +
                               ", " + std::string(trace::situations()[1].name) + "\n";
  for (const report::Rarely asked : {report::Rarely::never, report::Rarely::table}) {
    EXPECT_THAT(report::terminal(suite, {.sometimes = asked}), HasSubstr(expected));
  }
  EXPECT_EQ(report::never_list(suite_with(kAll).cases, {}), "");
}

TEST(Rarities, AreInTheJsonOfEachCaseAndOfTheSuite) {
  const std::string json = report::json(suite_with(0b10));
  EXPECT_THAT(json, HasSubstr("\"" + std::string(trace::situations()[1].name) +
                              "\": {\n"
                              "      \"cases\": 2,\n"));
  EXPECT_THAT(json, HasSubstr("\"sometimes\": [\n        \"" +
                              std::string(trace::situations()[1].name) + "\"\n      ]"));
}

}  // namespace

}  // namespace fishtank
