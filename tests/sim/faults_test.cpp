#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "sim/run.hpp"
#include "stage/flow.hpp"
#include "tests/helpers/plans.hpp"

/// What single faults leave in the records: whom they touched, and what he saw of them.
namespace fishtank::sim {
namespace {

using core::FrameKind;
using core::minutes;
using core::seconds;
using testing::one_client;
using trace::Keep;
using trace::Record;
using trace::RecordKind;
using trace::Trace;

/// A fault at 60 s with that argument, and its defaults.
plan::Event fault_with(std::string_view name, std::string_view parameter, plan::Value value) {
  plan::Event event = testing::fault(name, seconds(60));
  std::get<plan::FaultUse>(event.action).arguments.set(parameter, std::move(value));
  return event;
}

Trace run_with(plan::Event event, plan::Plan plan = one_client(minutes(3))) {
  plan.timeline.push_back(std::move(event));
  return run(plan, {.keep = Keep::all});
}

std::vector<Record> all(const Trace& trace, RecordKind kind) {
  std::vector<Record> found;
  std::ranges::copy_if(trace.kept, std::back_inserter(found),
                       [&](const Record& record) { return record.kind == kind; });
  return found;
}

std::vector<Record> frames(const Trace& trace, RecordKind kind, FrameKind frame) {
  std::vector<Record> found = all(trace, kind);
  std::erase_if(found, [&](const Record& one) { return trace::frame_kind(one.detail) != frame; });
  return found;
}

// ---- frames that break a rule ----------------------------------------------------------------

TEST(ProtocolError, EndsTheConnectionWithTheCloseCodeOfItsRule) {
  const std::vector<std::pair<std::string, std::uint64_t>> codes{
      {"reserved_bits", 1002}, {"bad_opcode", 1002},         {"masked", 1002},
      {"long_control", 1002},  {"stray_continuation", 1002}, {"invalid_utf8", 1007}};
  for (const auto& [kind, code] : codes) {
    const Trace trace = run_with(fault_with("protocol_error", "kind", kind));
    const auto closed = all(trace, RecordKind::closed);
    ASSERT_EQ(closed.size(), 1U) << kind;
    EXPECT_EQ(closed[0].detail, static_cast<std::uint8_t>(core::CloseCause::protocol_error));
    EXPECT_EQ(closed[0].b, code) << kind;
    EXPECT_EQ(closed[0].fault, 1U) << "the first line of the timeline";
    EXPECT_EQ(all(trace, RecordKind::server_gone).size(), 1U) << "the server hears of it";
    EXPECT_TRUE(trace.violations.empty());
  }
}

TEST(OversizeFrame, EndsTheConnectionWithItsCodeOnlyAboveTheLimit) {
  const std::int64_t limit = 1 << 20;
  const Trace above = run_with(fault_with("oversize_frame", "size", limit + 1));
  ASSERT_EQ(all(above, RecordKind::closed).size(), 1U);
  EXPECT_EQ(all(above, RecordKind::closed)[0].b, 1009U);
  const Trace at = run_with(fault_with("oversize_frame", "size", limit));
  EXPECT_TRUE(all(at, RecordKind::closed).empty());
  EXPECT_EQ(all(at, RecordKind::received_garbage).size(), 1U);
  EXPECT_TRUE(at.untouched_faults.empty());
}

// ---- pushes ----------------------------------------------------------------------------------

TEST(MalformedPush, IsReportedAsNoFrameOrDiscardedAsUndecodable) {
  const std::vector<std::tuple<std::string, std::size_t, std::size_t>> kinds{
      {"not_json", 1, 0},      {"bad_base64", 0, 1},      {"bad_msgpack", 0, 1},
      {"unknown_shape", 0, 1}, {"missing_headers", 0, 0}, {"missing_package", 0, 0}};
  for (const auto& [kind, garbage, discarded] : kinds) {
    plan::Plan plan = one_client(minutes(3));
    plan.timeline.push_back(fault_with("malformed_push", "kind", kind));
    plan.timeline.push_back(testing::push(seconds(61)));
    const Trace trace = run(plan, {.keep = Keep::all});
    EXPECT_EQ(all(trace, RecordKind::received_garbage).size(), garbage) << kind;
    EXPECT_EQ(all(trace, RecordKind::discarded).size(), discarded) << kind;
    EXPECT_EQ(trace.metrics.clients[0].messages_undecodable, discarded) << kind;
    for (const Record& record : all(trace, RecordKind::push_acknowledged)) {
      EXPECT_GE(record.at, core::kStart + plan.duration) << kind << ": only once it has healed";
    }
    EXPECT_TRUE(trace.untouched_faults.empty()) << kind;
  }
}

// ---- upgrades --------------------------------------------------------------------------------

TEST(AcceptRate, TurnsAwayWithAnHttpStatusInItsName) {
  plan::Plan plan = one_client(minutes(3));
  plan.clients[0].count = 3;
  plan.timeline.push_back(testing::fault("drop", seconds(60)));
  const Trace trace =
      run_with(fault_with("accept_rate", "limit", std::int64_t{1}), std::move(plan));
  const auto failed = all(trace, RecordKind::open_failed);
  ASSERT_EQ(failed.size(), 3U) << "two, and one of them once more";
  for (const Record& record : failed) {
    EXPECT_EQ(record.detail, static_cast<std::uint8_t>(core::OpenFailure::http_status));
    EXPECT_EQ(record.fault, 2U);
  }
  EXPECT_NE(failed[0].client, failed[1].client);
}

TEST(AcceptRate, OfTheServerIsNoFaultsDoing) {
  plan::Plan plan = one_client(minutes(1));
  plan.clients[0].count = 2;
  plan.server.accept_rate = 1;
  const Trace trace = run(plan, {.keep = Keep::all});
  const auto failed = all(trace, RecordKind::open_failed);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].fault, stage::kNoFault);
}

TEST(TokenRate, AnswersAsACaptcha) {
  plan::Plan plan = one_client(minutes(1));
  plan.clients[0].count = 2;
  plan.server.token_rate = 1;
  const auto results = all(run(plan, {.keep = Keep::all}), RecordKind::token_result);
  const auto captchas = std::ranges::count(
      results, static_cast<std::uint8_t>(core::ServiceOutcome::captcha), &Record::detail);
  EXPECT_EQ(captchas, 4) << "asked at 0.25, 0.57, 0.89 and 1.21 s: within the second of the other";
  EXPECT_EQ(results.size(), 6U) << "5 s later there is one for this client, too";
}

// ---- application pings -----------------------------------------------------------------------

TEST(AppPings, AreSeenToBeAnsweredAtTheServer) {
  plan::Plan plan = one_client(minutes(1));
  plan.server.app_ping_interval = seconds(20);
  for (const bool answers : {true, false}) {
    plan.clients[0].policy.inbox.answers_app_ping = answers;
    const Trace trace = run(plan, {.keep = Keep::all});
    const auto pings = frames(trace, RecordKind::received, FrameKind::app_ping);
    const auto pongs = frames(trace, RecordKind::server_received, FrameKind::app_pong);
    ASSERT_EQ(pings.size(), 2U) << "20 and 40 s after the upgrade";
    ASSERT_EQ(pongs.size(), answers ? 2U : 0U);
    if (answers) {
      EXPECT_EQ(pongs[0].at, pings[0].at + core::milliseconds(50));
    }
  }
}

// ---- whom they do not touch ------------------------------------------------------------------

TEST(Faults, ThatNobodyMeetsAreFoundToHaveTouchedNothing) {
  plan::Plan plan = one_client(minutes(3));
  plan.timeline = {testing::fault("pong_silence", seconds(60)),    // no keepalive
                   testing::fault("duplicate_push", seconds(60)),  // no push
                   fault_with("malformed_push", "kind", std::string("bad_base64")),
                   fault_with("accept_rate", "limit", std::int64_t{1})};  // nobody connects
  EXPECT_EQ(run(plan).untouched_faults, (std::vector<stage::FaultId>{1, 2, 3, 4}));
}

TEST(Faults, TouchNobodyWhoIsNotThere) {
  plan::Plan plan = one_client(minutes(3));
  plan.clients[0].starts = false;
  plan.timeline = {testing::fault("protocol_error", seconds(60)),
                   testing::fault("oversize_frame", seconds(60)),
                   testing::fault("flood", seconds(60)), testing::fault("kick", seconds(60))};
  EXPECT_EQ(run(plan).untouched_faults, (std::vector<stage::FaultId>{1, 2, 3, 4}));
}

TEST(Faults, HoldAConnectionUntilTheLastOfThemHasEnded) {
  plan::Plan plan = one_client(minutes(5));
  plan.clients[0].policy.heartbeat.timeout = core::kOff;
  for (const auto& [first, second] : {std::pair(60, 110), std::pair(110, 60)}) {
    plan.timeline = {testing::fault("half_open", seconds(60), seconds(first)),
                     testing::fault("half_open", seconds(90), seconds(second))};
    const auto closed = all(run(plan, {.keep = Keep::all}), RecordKind::closed);
    ASSERT_FALSE(closed.empty());
    const auto last_end = std::max(60 + first, 90 + second);
    EXPECT_GE(closed[0].at, core::kStart + seconds(last_end));
  }
}

}  // namespace
}  // namespace fishtank::sim
