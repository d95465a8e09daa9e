#include "trace/watch_list.hpp"

#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"

/// The watch list of the seeds: values by arithmetic that the test shows, judged by the table.
namespace fishtank::tests {
namespace {

using trace::Judgement;
using trace::WatchSums;

trace::Watched line(const WatchSums& sums, std::string_view name) {
  for (const trace::Watched& one : trace::watch_list(sums)) {
    if (one.spec->name == name) return one;
  }
  ADD_FAILURE() << "nothing is watched under the name " << name;
  return {};
}

Judgement success_judged(std::int64_t answered_of_1000) {
  const WatchSums sums{.heartbeats_due = 1000, .heartbeats_answered = answered_of_1000};
  return line(sums, "heartbeat_success_rate").judgement;
}

/// Of one day.
Judgement failures_judged(std::int64_t failures) {
  const WatchSums sums{.failures = failures,
                       .days_ms = core::milliseconds(core::hours(24)).count()};
  return line(sums, "connection_failures_per_day").judgement;
}

Judgement reconnect_judged(Duration time) {
  return line({.reconnects = 2, .reconnecting = 2 * time}, "mean_time_to_reconnect").judgement;
}

TEST(WatchList, JudgesTheSuccessRateByTheLimitsOfTheSeeds) {
  EXPECT_EQ(success_judged(951), Judgement::good);
  EXPECT_EQ(success_judged(950), Judgement::watch);  // good is above 95 %, not at it
  EXPECT_EQ(success_judged(900), Judgement::watch);  // alarm is below 90 %, not at it
  EXPECT_EQ(success_judged(899), Judgement::alarm);
}

TEST(WatchList, JudgesFailuresADayByTheLimitsOfTheSeeds) {
  EXPECT_EQ(failures_judged(4), Judgement::good);
  EXPECT_EQ(failures_judged(5), Judgement::watch);
  EXPECT_EQ(failures_judged(10), Judgement::watch);
  EXPECT_EQ(failures_judged(11), Judgement::alarm);
}

TEST(WatchList, JudgesTheMeanReconnectByTheLimitsOfTheSeeds) {
  EXPECT_EQ(reconnect_judged(seconds(30) - nanoseconds(1)), Judgement::good);
  EXPECT_EQ(reconnect_judged(seconds(30)), Judgement::watch);
  EXPECT_EQ(reconnect_judged(seconds(60)), Judgement::watch);
  EXPECT_EQ(reconnect_judged(seconds(60) + nanoseconds(1)), Judgement::alarm);
}

TEST(WatchList, HasNothingToTellOfWhatDidNotHappen) {
  for (const trace::Watched& one : trace::watch_list({})) {
    EXPECT_EQ(one.value, std::nullopt) << one.spec->name;
    EXPECT_EQ(one.judgement, Judgement::nothing_to_tell) << one.spec->name;
  }
}

/// A client that is CONNECTED from the start and loses its connection once, at 30 s, for good.
WatchSums one_loss(Duration run) {
  Story story;
  story.connect().at(seconds(30)).lose();
  return trace::watch_sums(measure(story, run));
}

TEST(WatchList, CountsARunShorterThanADayAsADayWhoseRestWasQuiet) {
  const auto value = [](Duration run) {
    return line(one_loss(run), "connection_failures_per_day").value;
  };
  EXPECT_EQ(value(minutes(5)), 1000);  // thousandths: one, and not 288
  EXPECT_EQ(value(core::hours(24)), 1000);
  EXPECT_EQ(value(core::hours(96)), 250);  // one on four days
}

TEST(WatchList, CountsNoTimeBeforeTheStartOrAfterTheStop) {
  Story story;
  story.at(core::hours(10)).connect().at(core::hours(40)).lose();
  story.at(core::hours(58)).tell(RecordKind::stop);
  const WatchSums sums = trace::watch_sums(measure(story, core::hours(100)));
  EXPECT_EQ(sums.days_ms, core::milliseconds(core::hours(48)).count());
}

TEST(WatchList, TakesTheHeartbeatsThatTheSuccessRateTakes) {
  Story story;
  story.connect().send(FrameKind::heartbeat, 1).receive(FrameKind::response, 1);
  story.at(seconds(15)).send(FrameKind::heartbeat, 2);  // never answered
  story.at(seconds(55)).send(FrameKind::heartbeat, 3);  // still within its time at the end
  const WatchSums sums = trace::watch_sums(measure(story, seconds(60)));
  EXPECT_EQ(sums.heartbeats_due, 2);
  EXPECT_EQ(sums.heartbeats_answered, 1);
}

TEST(WatchList, TakesSeveralRunsTogether) {
  WatchSums sums = one_loss(core::hours(24));
  sums += one_loss(core::hours(48));
  EXPECT_EQ(line(sums, "connection_failures_per_day").value, 2 * 1000 / 3);
}

TEST(WatchList, ReadsAsPeopleWriteSuchNumbers) {
  EXPECT_EQ(trace::print(995'000, trace::WatchUnit::share), "99.5%");
  EXPECT_EQ(trace::print(666, trace::WatchUnit::per_day), "0.66");
  EXPECT_EQ(trace::print(5000, trace::WatchUnit::per_day), "5");
  EXPECT_EQ(trace::print(12'500'000'000, trace::WatchUnit::duration), "12.5s");
  const trace::WatchSpec& rate = trace::watch_specs().front();
  EXPECT_EQ(trace::good_range(rate), "above 95%");
  EXPECT_EQ(trace::alarm_range(rate), "below 90%");
}

}  // namespace
}  // namespace fishtank::tests
