#include "report/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

/// Two profiles in one fault: one is back after 4.3 s, the other takes itself for CONNECTED for
/// ever.
namespace fishtank {

namespace {

using explore::Comparison;
using explore::Measure;
using explore::Row;
using explore::Spread;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Spread always(std::int64_t value) {
  return {.count = 2,
          .never = value == explore::kNever ? 2U : 0U,
          .sum = value == explore::kNever ? 0 : 2 * value,
          .p50 = value,
          .p99 = value,
          .max = value};
}

Row row(std::string subject, std::int64_t detection, std::int64_t recovery) {
  Row row;
  row.trouble = "kick";
  row.subject = std::move(subject);
  row.clients = 2;
  row.worst = core::Seed{1};
  row.spreads.fill(always(0));
  row.spreads[static_cast<std::size_t>(Measure::detection_latency)] = always(detection);
  row.spreads[static_cast<std::size_t>(Measure::recovery_latency)] = always(recovery);
  row.spreads[static_cast<std::size_t>(Measure::time_to_be_back)] = always(recovery);
  row.spreads[static_cast<std::size_t>(Measure::messages_missed)] = always(3);
  row.spreads[static_cast<std::size_t>(Measure::attempts)] = {};
  return row;
}

Comparison example() {
  Row dead = row("deaf {a: 1, b: 2}", explore::kNever, explore::kNever);
  dead.not_back = 2;
  dead.unnoticed = 2;
  return {.seeds = {core::Seed{1}, core::Seed{2}},
          .setup = {},
          .rows = {row("alert", 50'000'000, 4'300'000'000), dead}};
}

TEST(AComparisonInTheTerminal, IsATableWithASentence) {
  EXPECT_THAT(report::terminal(example(), {}),
              StartsWith(
                  R"(                           detection          recovery    out of service
 profile             p50   p99   max   p50   p99   max   p50   p99   max never msgs open call
kick
 alert              0.05  0.05  0.05  4.30  4.30  4.30  0.00  0.00  0.00     0    3    -    0
 deaf {a: 1, b: 2} never never never never never never  0.00  0.00  0.00     2    3    -    0
 Back first: alert, half of them 4.30 s after it began.
 Not back: deaf {a: 1, b: 2} (2 of 2, unnoticed; seed 1).
)"));
}

TEST(AComparisonInTheTerminal, EmphasisesTheWorstValueOfAColumnWhereThereIsABetterOne) {
  const std::string text = report::terminal(example(), {.colour = true});
  EXPECT_THAT(text, HasSubstr("\x1b[1;31mnever\x1b[0m"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b[1;31m0.00")));
}

TEST(AComparisonInTheTerminal, FitsAHundredColumnsWithTheNamesOfOurProfiles) {
  Comparison comparison = example();
  comparison.rows[0].subject = "account-monitor-as-built";
  std::istringstream lines(report::terminal(comparison, {}));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
}

TEST(AComparisonInTheTerminal, ShowsFourDigitsOfSeconds) {
  Comparison comparison = example();
  comparison.rows = {row("slow", 99'996'000'000, 1'260'400'000'000)};
  EXPECT_THAT(report::terminal(comparison, {}), HasSubstr("slow    100.0 100.0 100.0  1260  1260"));
}

TEST(AComparisonAsCsv, HasALineForEachRowAndQuotesWhatMustBe) {
  std::istringstream lines(report::csv(example()));
  std::string head;
  std::string alert;
  std::string deaf;
  std::getline(lines, head);
  std::getline(lines, alert);
  std::getline(lines, deaf);
  EXPECT_THAT(head, StartsWith("fault,profile,clients,not_back,unnoticed,untouched,worst_seed,"
                               "detection_latency.p50_ns,detection_latency.p99_ns,"));
  EXPECT_THAT(alert, StartsWith("kick,alert,2,0,0,0,1,50000000,50000000,50000000,100000000,"));
  EXPECT_THAT(deaf, StartsWith("kick,\"deaf {a: 1, b: 2}\",2,2,2,0,1,never,never,never,0,"));
  EXPECT_EQ(std::count(head.begin(), head.end(), ','), std::count(alert.begin(), alert.end(), ','));
  EXPECT_THAT(alert, HasSubstr(",,,,0,")) << "attempts have no values";
}

TEST(AComparisonAsJson, HasIntegersAndNullForNever) {
  const auto json = nlohmann::json::parse(report::json(example()));
  EXPECT_EQ(json["seeds"], nlohmann::json({1, 2}));
  EXPECT_EQ(json["clients"], 1);
  const auto& alert = json["rows"][0];
  EXPECT_EQ(alert["profile"], "alert");
  EXPECT_EQ(alert["recovery_latency"]["p50_ns"], 4'300'000'000);
  EXPECT_EQ(alert["messages_missed"]["max"], 3);
  EXPECT_FALSE(alert["attempts"].contains("p50"));
  const auto& deaf = json["rows"][1];
  EXPECT_EQ(deaf["not_back"], 2);
  EXPECT_TRUE(deaf["recovery_latency"]["max_ns"].is_null());
  EXPECT_EQ(deaf["recovery_latency"]["never"], 2);
}

}  // namespace

}  // namespace fishtank
