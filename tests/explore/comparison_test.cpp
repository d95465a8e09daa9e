#include "explore/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <thread>

#include "tests/explore/questions.hpp"

namespace fishtank::explore {
namespace {

using core::Duration;
using tests::in_order;
using tests::question_of;

Row only_row(std::string_view profile, std::string_view fault, std::uint64_t seeds = 20,
             std::int32_t clients = 1) {
  return compare(question_of({profile}, {fault}, seeds, clients), in_order).rows.front();
}

std::int64_t ns(Duration duration) { return duration.count(); }

TEST(Spread, HasPercentilesByNearestRank) {
  const Spread hundred = spread([] {
    std::vector<std::int64_t> values;
    for (std::int64_t value = 100; value > 0; --value) values.push_back(value);
    return values;
  }());
  EXPECT_EQ(hundred.p50, 50);
  EXPECT_EQ(hundred.p99, 99);
  EXPECT_EQ(hundred.max, 100);
  EXPECT_EQ(hundred.sum, 5050);
}

TEST(Spread, CountsNeverAsTheGreatestValueAndSumsItUpNowhere) {
  const Spread some = spread({kNever, 1, kNever, 2});
  EXPECT_EQ(some.count, 4U);
  EXPECT_EQ(some.never, 2U);
  EXPECT_EQ(some.p50, 2);
  EXPECT_EQ(some.p99, kNever);
  EXPECT_EQ(some.sum, 3);
}

TEST(Spread, OfNothingHasNoPercentiles) {
  EXPECT_EQ(spread({}).p50, std::nullopt);
  EXPECT_EQ(spread({}).max, std::nullopt);
}

/// The reset travels 50 ms; 3 s until the attempt, four journeys to open, 50 ms each, a second
/// between /reg and ackDiff.
TEST(AComparison, OfADropIsAsTheDocumentsSay) {
  const Row row = only_row("xianyu-live", "drop");
  const Spread& detection = row.of(Measure::detection_latency);
  EXPECT_EQ(detection.p50, ns(core::milliseconds(50)));
  EXPECT_EQ(detection.max, ns(core::milliseconds(50)));
  const Spread& recovery = row.of(Measure::recovery_latency);
  EXPECT_EQ(recovery.count, 20U);
  EXPECT_GE(recovery.p50, ns(core::seconds(4)));
  EXPECT_LE(recovery.max, ns(core::milliseconds(4500)));
  EXPECT_EQ(*row.of(Measure::time_to_be_back).p50, *detection.p50 + *recovery.p50);
  EXPECT_EQ(row.of(Measure::connects).max, 2);
  EXPECT_EQ(row.not_back, 0U);
}

TEST(AComparison, AveragesDetectionOverThePhasesOfTheHeartbeat) {
  const Spread detection = only_row("xianyu-live", "half_open", 100).of(Measure::detection_latency);
  EXPECT_LT(detection.p50, ns(core::seconds(25)));
  EXPECT_GT(detection.p50, ns(core::seconds(19)));
  EXPECT_GT(detection.max, ns(core::seconds(28)));
  EXPECT_LE(detection.max, ns(core::milliseconds(30'100)));
}

TEST(AComparison, ShowsNeverForAClientThatDoesNotNotice) {
  const Row row = only_row("xianyu-live {heartbeat.timeout: 0s}", "kick", 3);
  const Row deaf = only_row("xianyu-live {reconnect.on_kick: ignore}", "kick", 3);
  EXPECT_EQ(row.not_back, 0U);
  EXPECT_EQ(deaf.not_back, 3U);
  EXPECT_EQ(deaf.unnoticed, 3U);
  EXPECT_EQ(deaf.of(Measure::detection_latency).p50, kNever);
  EXPECT_EQ(deaf.of(Measure::time_to_be_back).never, 3U);
  EXPECT_GT(deaf.of(Measure::messages_missed).max, 0);
}

TEST(AComparison, ShowsNeverForAClientThatGivesUp) {
  const Row row = only_row("xianyu-live {recovery.password_login: false, recovery.restarts: false}",
                           "drop + refuse {for: 10m}", 3);
  EXPECT_EQ(row.not_back, 3U);
  EXPECT_EQ(row.unnoticed, 0U);
  EXPECT_EQ(row.of(Measure::detection_latency).never, 0U);
  EXPECT_EQ(row.of(Measure::recovery_latency).p50, kNever);
}

TEST(AComparison, TellsWhenAFaultTouchedNobody) {
  EXPECT_EQ(only_row("xianyu-live", "refuse", 4).untouched, 4U);
  EXPECT_EQ(only_row("xianyu-live", "drop + refuse", 4).untouched, 0U);
}

TEST(AComparison, CountsTheRushAfterTheTroubleAndNotTheStart) {
  const Spread peak = only_row("xianyu-live", "restart", 2, 30).of(Measure::peak_attempts);
  EXPECT_EQ(peak.count, 2U);
  EXPECT_EQ(peak.max, 30);
}

TEST(AComparison, PutsTheBestFirst) {
  const auto comparison =
      compare(question_of({"xianyu-live {reconnect.on_kick: ignore}",
                           "xianyu-live {reconnect.other.base: 60s}", "xianyu-live"},
                          {"kick"}, 5),
              in_order);
  ASSERT_EQ(comparison.rows.size(), 3U);
  EXPECT_EQ(comparison.rows[0].subject, "xianyu-live");
  EXPECT_EQ(comparison.rows[2].subject, "xianyu-live {reconnect.on_kick: ignore}");
}

TEST(AComparison, NamesASeedThatShowsTheWorst) {
  const Row row = only_row("xianyu-live", "half_open");
  const Row again = compare({.subjects = {tests::subject_of("xianyu-live")},
                             .troubles = {tests::trouble_of("half_open")},
                             .seeds = {row.worst},
                             .setup = {}},
                            in_order)
                        .rows.front();
  EXPECT_EQ(again.of(Measure::time_to_be_back).max, row.of(Measure::time_to_be_back).max);
}

TEST(AComparison, DoesNotDependOnTheOrderInWhichItsTrialsAreRun) {
  const Question question = question_of({"xianyu-live"}, {"half_open", "drop + refuse"}, 12, 2);
  const Comparison forwards = compare(question, in_order);
  const Comparison backwards =
      compare(question, [](std::size_t count, const std::function<void(std::size_t)>& work) {
        while (count > 0) work(--count);
      });
  const Comparison at_once =
      compare(question, [](std::size_t count, const std::function<void(std::size_t)>& work) {
        std::jthread half([&] {
          for (std::size_t index = 0; index < count; index += 2) work(index);
        });
        for (std::size_t index = 1; index < count; index += 2) work(index);
      });
  EXPECT_EQ(forwards, backwards);
  EXPECT_EQ(forwards, at_once);
}

}  // namespace
}  // namespace fishtank::explore
