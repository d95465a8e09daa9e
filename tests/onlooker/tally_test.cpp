#include <gmock/gmock.h>

#include "onlooker/check.hpp"
#include "onlooker/prometheus.hpp"
#include "tests/onlooker/wire.hpp"

/// What is counted, and how Prometheus reads it.
namespace fishtank::tests {
namespace {

using onlooker::Ending;
using testing::HasSubstr;
using testing::Not;

onlooker::Tally tally_of(const Story& story, Duration end = {}) {
  onlooker::Onlooker onlooker(documented());
  for (const Record& record : story.records()) onlooker.see(record);
  if (end > Duration::zero()) onlooker.finish(core::kStart + end);
  return onlooker.total();
}

std::uint64_t ends(const onlooker::Tally& tally, Ending ending) {
  return tally.closes[static_cast<std::size_t>(ending)];
}

/// Two connections with one loss between them, a push that came twice and one that is pending.
Story a_day() {
  Story story;
  beats(arrives(story), seconds(1), seconds(46));
  withheld(comes(story.at(seconds(61)), FrameKind::heartbeat));
  story.tell(RecordKind::push_accepted, 0, 1).tell(RecordKind::push_accepted, 0, 2);
  story.tell(RecordKind::push_sent, 1, 1);
  story.at(seconds(65)).tell(RecordKind::server_gone, 1);
  story.at(seconds(70)).tell(RecordKind::server_turned_away, 0, 503);
  arrives(story.at(seconds(77)), 2).tell(RecordKind::push_sent, 2, 1, 1);
  story.tell(RecordKind::push_acknowledged, 2, 1);
  return beats(story, seconds(78), seconds(108), 2);
}

TEST(Tally, CountsWhatComesAndGoes) {
  const onlooker::Tally tally = tally_of(a_day());
  EXPECT_EQ(tally.connections, 2U);
  EXPECT_EQ(tally.turned_away, 1U);
  EXPECT_EQ(tally.open, 1U);
  EXPECT_EQ(ends(tally, Ending::lost), 1U);
  EXPECT_EQ(tally.registrations, 2U);
  EXPECT_EQ(tally.heartbeats, 8U);
  EXPECT_EQ(tally.heartbeats_unanswered, 1U);
  EXPECT_EQ(tally.pushes_sent, 2U);
  EXPECT_EQ(tally.pushes_redelivered, 1U);
  EXPECT_EQ(tally.pushes_pending(), 1U);
}

TEST(Tally, TellsByWhomAndHowAConnectionEnded) {
  Story story;
  story.tell(RecordKind::server_accepted, 1).tell(RecordKind::server_gone, 1, 1000);
  story.tell(RecordKind::server_accepted, 2).tell(RecordKind::server_gone, 2);
  story.tell(RecordKind::server_accepted, 3).tell(RecordKind::server_closed, 3, 1001);
  story.tell(RecordKind::server_accepted, 4).tell(RecordKind::server_closed, 4);
  const onlooker::Tally tally = tally_of(story);
  for (const Ending ending :
       {Ending::client_closed, Ending::lost, Ending::server_closed, Ending::server_cut}) {
    EXPECT_EQ(ends(tally, ending), 1U) << name(ending);
  }
  EXPECT_EQ(tally.failures, 2U) << "1000 and 1001 say that all is well";
}

TEST(Tally, GivesTheWatchListOfTheSeeds) {
  const trace::WatchSums sums = watch_sums(tally_of(a_day()));
  EXPECT_EQ(sums.heartbeats_due, 8);
  EXPECT_EQ(sums.heartbeats_answered, 7);
  EXPECT_EQ(sums.failures, 2) << "a loss and an upgrade that was turned away";
  EXPECT_EQ(sums.reconnects, 1);
  EXPECT_EQ(sums.reconnecting, seconds(12)) << "from the loss to registered again";
  EXPECT_EQ(sums.days_ms, 86'400'000) << "a day at least";
  const auto days = watch_sums(tally_of(a_day(), core::hours(48)));
  EXPECT_EQ(days.days_ms, 2 * 86'400'000);
}

TEST(Prometheus, ReadsCountersGaugesAndTheirTypes) {
  const std::string page = prometheus(tally_of(a_day()));
  EXPECT_THAT(page, HasSubstr("# HELP fishtank_connections_total "));
  EXPECT_THAT(page, HasSubstr("# TYPE fishtank_connections_total counter\n"
                              "fishtank_connections_total 2\n"));
  EXPECT_THAT(page, HasSubstr("# TYPE fishtank_connections_open gauge\n"
                              "fishtank_connections_open 1\n"));
  EXPECT_THAT(page, HasSubstr("\nfishtank_closes_total{cause=\"lost\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("\nfishtank_findings_total{check=\"hot_loop\"} 0\n"));
  EXPECT_EQ(page.back(), '\n');
}

TEST(Prometheus, ReadsTheWatchListInBaseUnitsWithItsLimits) {
  const std::string page = prometheus(tally_of(a_day()));
  EXPECT_THAT(page, HasSubstr("\nfishtank_heartbeat_success_ratio 0.875000\n"));
  EXPECT_THAT(page, HasSubstr("\nfishtank_heartbeat_success_ratio_limit{level=\"good\"} "
                              "0.950000\n"));
  EXPECT_THAT(page, HasSubstr("\nfishtank_connection_failures_per_day 2.000\n"));
  EXPECT_THAT(page, HasSubstr("\nfishtank_mean_time_to_reconnect_seconds 12.000000000\n"));
  EXPECT_THAT(page, HasSubstr("\nfishtank_mean_time_to_reconnect_seconds_limit{level=\"alarm\"} "
                              "60.000000000\n"));
}

TEST(Prometheus, LeavesOutTheMeanOfNothing) {
  const std::string page = prometheus(onlooker::Tally());
  EXPECT_THAT(page, Not(HasSubstr("\nfishtank_mean_time_to_reconnect_seconds ")));
  EXPECT_THAT(page, HasSubstr("\nfishtank_connections_total 0\n"));
}

TEST(Checks, HaveANameASentenceAndABoundEach) {
  std::string_view before;
  for (const onlooker::CheckSpec* spec : onlooker::checks()) {
    EXPECT_LT(before, spec->name) << "in order, and none twice";
    EXPECT_TRUE(spec->about.ends_with('.')) << spec->name;
    EXPECT_FALSE(spec->bound.empty()) << spec->name;
    before = spec->name;
  }
  EXPECT_EQ(onlooker::checks().size(), 12U);
}

}  // namespace
}  // namespace fishtank::tests
