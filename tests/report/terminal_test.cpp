#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/report.hpp"
#include "tests/report/suite_example.hpp"

namespace fishtank {

namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(TerminalReport, OfAPassingScenarioIsTwoLines) {
  report::SuiteResult suite = tests::suite_example();
  suite.cases.erase(suite.cases.begin());
  suite.cases.back().file = suite.cases.front().file;
  suite.wall = core::milliseconds(3);
  EXPECT_EQ(report::terminal(suite, {}),
            "2 passed, 0 failed: 2 cases of 1 scenario\n"
            "8m simulated in 3ms; fingerprint " +
                to_text(report::fingerprint(suite)) + "\n");
}

TEST(TerminalReport, ShowsAFailureWithAllThatIsKnownOfIt) {
  const std::string text = report::terminal(tests::suite_example(), {});
  EXPECT_THAT(text, StartsWith("FAIL scenarios/silence.yaml  seed=1\n"
                               "  silence \"在吗\" is noticed\n"
                               "  scenarios/silence.yaml:14:5: state\n"
                               "    expected: client connected by 2m45s\n"
                               "    happened: client was RECONNECTING since 2m31s\n"
                               "    at:       2m45s\n"
                               "  scenarios/silence.yaml: check legal_transitions\n"));
  EXPECT_THAT(text, HasSubstr("  again: ./fishtank run scenarios/silence.yaml --case seed=1\n"));
  EXPECT_THAT(text, HasSubstr("\n2 passed, 1 failed: 3 cases of 2 scenarios\n"));
}

TEST(TerminalReport, ShowsNoMoreThanTheFirstFailuresInFull) {
  const std::string text = report::terminal(tests::suite_example(), {.in_full = 0});
  EXPECT_THAT(text, StartsWith("FAIL scenarios/silence.yaml  seed=1\n  again: "));
  EXPECT_THAT(text, Not(HasSubstr("expected:")));
}

TEST(TerminalReport, TellsSeedsThatFailForTheSameReasonTogether) {
  report::SuiteResult suite = tests::suite_example();
  suite.cases[1].failures = suite.cases[0].failures;
  const std::string text = report::terminal(suite, {});
  EXPECT_THAT(text, HasSubstr("--case seed=1\n  and so with 1 more seed: 2\n"));
  EXPECT_THAT(text, Not(HasSubstr("FAIL scenarios/silence.yaml  seed=2")));
}

TEST(TerminalReport, NamesTheFilesThatCouldNotBeRunInItsSummary) {
  report::SuiteResult suite = tests::suite_example();
  suite.unusable = {"broken.yaml"};
  EXPECT_THAT(report::terminal(suite, {}),
              HasSubstr("3 cases of 2 scenarios; 1 file cannot be used\n"));
}

TEST(TerminalReport, ShowsMetricsInTheUnitsOfScenarios) {
  const std::string text = report::terminal(tests::suite_example(), {.metrics = true});
  EXPECT_THAT(text, HasSubstr("measured\n"
                              "  reconnects              2\n"
                              "  restarts                0\n"
                              "  heartbeat_success_rate  99.5%\n"));
}

TEST(TerminalReport, GivesEveryDistributionALineWithItsStatistics) {
  report::SuiteResult suite = tests::suite_example();
  suite.metrics.push_back({"rtt.mean", plan::ValueKind::duration, 40'123'456});
  suite.metrics.push_back({"rtt.count", plan::ValueKind::count, 12});
  EXPECT_THAT(
      report::terminal(suite, {.metrics = true}),
      HasSubstr("                          min      mean  p50  p90  p99  max  sum  count\n"
                "  detection_latency         -         -    -    -    -  31s    -      -\n"
                "  rtt                       -  40.123ms    -    -    -    -    -     12\n"));
}

TEST(TerminalReport, ShowsTheWatchListWithJudgementsAndTheirLimits) {
  EXPECT_THAT(
      report::terminal(tests::suite_example(), {.metrics = true}),
      HasSubstr(
          "watched\n"
          "  heartbeat_success_rate       99.5%  good             good above 95%, alarm below "
          "90%\n"
          "  connection_failures_per_day      7  watch            good below 5, alarm above "
          "10\n"
          "  mean_time_to_reconnect           -  nothing to tell  good below 30s, alarm above "
          "1m\n"));
}

TEST(TerminalReport, CommandsTheTerminalOnlyWhenColoured) {
  EXPECT_THAT(report::terminal(tests::suite_example(), {.metrics = true}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(report::terminal(tests::suite_example(), {.style = {.colour = true}}),
              HasSubstr("\x1b[1;31mFAIL\x1b[0m"));
}

}  // namespace

}  // namespace fishtank
