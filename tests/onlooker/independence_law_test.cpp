#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "tests/onlooker/onlooking.hpp"
#include "tests/onlooker/wire.hpp"

/// Laws of the onlooker.
namespace fishtank::tests {
namespace {

/// What a server might write down of a visitor, sensible or not.
std::vector<Record> any_visit(std::uint32_t visitor) {
  std::vector<Record> records;
  Duration now{};
  const auto count = *rc::gen::inRange(0, 60);
  for (int step = 0; step < count; ++step) {
    now += *rc::gen::element<Duration>(Duration::zero(), milliseconds(1), seconds(1), seconds(5),
                                       seconds(15), seconds(40));
    const auto kind = *rc::gen::element(
        RecordKind::server_accepted, RecordKind::server_accepted, RecordKind::server_gone,
        RecordKind::server_closed, RecordKind::server_registered, RecordKind::server_refused,
        RecordKind::server_ready, RecordKind::server_received, RecordKind::server_received,
        RecordKind::server_kicked, RecordKind::server_ping, RecordKind::server_pong,
        RecordKind::server_withheld, RecordKind::server_turned_away, RecordKind::push_accepted,
        RecordKind::push_sent, RecordKind::push_acknowledged, RecordKind::server_app_ping);
    const auto frame = *rc::gen::element(FrameKind::heartbeat, FrameKind::registration,
                                         FrameKind::ack_diff, FrameKind::ack, FrameKind::app_pong);
    const bool is_frame = kind == RecordKind::server_received;
    records.push_back({.at = core::kStart + now,
                       .a = *rc::gen::inRange<std::uint64_t>(0, 4),
                       .b = *rc::gen::inRange<std::uint64_t>(0, 3),
                       .client = visitor,
                       .kind = kind,
                       .detail = is_frame ? trace::frame_detail(frame, false) : std::uint8_t{1}});
  }
  return records;
}

/// The runs' records together, by their moments; those of equal moments in any order between
/// visitors.
std::vector<Record> woven(const std::vector<std::vector<Record>>& visits) {
  std::vector<Record> all;
  std::vector<std::size_t> next(visits.size(), 0);
  while (true) {
    std::vector<std::size_t> candidates;
    Instant earliest = core::kNever;
    for (std::size_t visit = 0; visit < visits.size(); ++visit) {
      if (next[visit] == visits[visit].size()) continue;
      const Instant at = visits[visit][next[visit]].at;
      if (at < earliest) candidates.clear();
      if (at > earliest) continue;
      earliest = at;
      candidates.push_back(visit);
    }
    if (candidates.empty()) return all;
    const std::size_t visit = *rc::gen::elementOf(candidates);
    all.push_back(visits[visit][next[visit]++]);
  }
}

constexpr Instant kEnd = core::kStart + core::hours(1);

struct Judged {
  std::map<std::uint32_t, std::vector<onlooker::Finding>> findings;
  std::map<std::uint32_t, onlooker::Tally> tallies;

  bool operator==(const Judged&) const = default;
};

/// With ticks at deadlines or without.
Judged judged(const std::vector<Record>& records, const onlooker::Expected& expected, bool ticks) {
  onlooker::Onlooker onlooker(expected);
  for (const Record& record : records) {
    while (ticks && onlooker.next_deadline() < record.at) onlooker.tick(onlooker.next_deadline());
    onlooker.see(record);
  }
  onlooker.finish(kEnd);
  Judged result;
  for (const onlooker::Finding& finding : onlooker.findings()) {
    result.findings[finding.visitor].push_back(finding);
  }
  for (auto& of_visitor :
       result.findings) {  // how late each was noticed is not the visitor's doing
    std::ranges::sort(of_visitor.second, {}, [](const onlooker::Finding& finding) {
      return std::tie(finding.at, finding.check, finding.message);
    });
  }
  for (const Record& record : records) {
    result.tallies[record.client] = onlooker.tally(record.client);
  }
  return result;
}

RC_GTEST_PROP(OnlookerLaw, VisitorsAreJudgedTogetherAsEachAlone, ()) {
  onlooker::Expected expected = documented();
  expected.open_means_alive = *rc::gen::arbitrary<bool>();
  expected.gone_within = *rc::gen::elementOf(std::vector<Duration>{core::kOff, seconds(10)});
  std::vector<std::vector<Record>> visits;
  const auto visitors = *rc::gen::inRange<std::uint32_t>(1, 5);
  for (std::uint32_t visitor = 0; visitor < visitors; ++visitor) {
    visits.push_back(any_visit(visitor));
  }
  const Judged together = judged(woven(visits), expected, *rc::gen::arbitrary<bool>());
  Judged alone;
  for (const auto& visit : visits) {
    Judged one = judged(visit, expected, *rc::gen::arbitrary<bool>());
    alone.findings.merge(one.findings);
    alone.tallies.merge(one.tallies);
  }
  RC_ASSERT(together == alone);
}

TEST(OnlookerLaw, HoldsForAHundredClientsOfTheSimulatorToo) {
  plan::Plan plan = plans_of("negative/d18_reconnects_without_registering").front();
  plan.clients.front().count = 100;
  plan.clients.front().start_spread = seconds(20);
  plan.timeline.front().targets.clear();
  const std::vector<Record> records = server_records(plan, false);
  const Judged together = judged(records, documented(), true);
  EXPECT_EQ(together.findings.size(), 100U);
  std::map<std::uint32_t, std::vector<Record>> visits;
  for (const Record& record : records) visits[record.client].push_back(record);
  for (const auto& visit : visits) {
    const Judged alone = judged(visit.second, documented(), true);
    EXPECT_EQ(alone.findings.at(visit.first), together.findings.at(visit.first));
  }
}

}  // namespace
}  // namespace fishtank::tests
