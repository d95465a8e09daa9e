#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "sim/run.hpp"
#include "tests/helpers/plans.hpp"
#include "trace/check.hpp"

/// Laws of whole runs that need no expected value: runs are compared with runs.
namespace fishtank::sim {
namespace {

using core::Duration;
using core::milliseconds;
using core::minutes;
using core::seconds;
using testing::one_client;
using trace::Keep;
using trace::Record;
using trace::RecordKind;

/// Faults that need no argument, with a length each. Not expire_token: with it the documented
/// client cannot converge (negative/expired_token_goes_unnoticed.yaml).
plan::Event any_fault(Duration latest) {
  const auto name = *rc::gen::element<std::string_view>(
      "refuse", "connect_blackhole", "accept_silent", "drop", "stall", "half_open", "partition",
      "ping_silence", "data_silence", "mute", "kick", "freeze", "restart", "dns_failure",
      "tls_failure");
  const plan::FaultSpec* spec = plan::find_fault(name);
  const Duration at = milliseconds(*rc::gen::inRange<std::int64_t>(0, latest / milliseconds(1)));
  const Duration length = seconds(*rc::gen::inRange(1, 90));
  return testing::fault(name, at,
                        spec->span == plan::Span::moment ? std::nullopt : std::optional(length));
}

plan::Plan any_plan() {
  plan::Plan plan = one_client(minutes(8), *rc::gen::inRange<std::uint64_t>(1, 1'000'000));
  plan.network.up.jitter = plan.network.down.jitter =
      milliseconds(*rc::gen::element<std::int64_t>(0, 40));
  plan.network.up.loss_ppm = *rc::gen::element<std::uint32_t>(0, 20'000);
  const int faults = *rc::gen::inRange(0, 5);
  for (int fault = 0; fault < faults; ++fault) plan.timeline.push_back(any_fault(minutes(6)));
  const int pushes = *rc::gen::inRange(0, 4);
  for (int push = 0; push < pushes; ++push) {
    plan.timeline.push_back(testing::push(seconds(*rc::gen::inRange(5, 400))));
  }
  std::stable_sort(plan.timeline.begin(), plan.timeline.end(),
                   [](const plan::Event& a, const plan::Event& b) { return a.at < b.at; });
  return plan;
}

RC_GTEST_PROP(RunLaw, TheSamePlanGivesTheSameRun, ()) {
  const plan::Plan plan = any_plan();
  RC_ASSERT(run(plan).fingerprint == run(plan).fingerprint);
}

RC_GTEST_PROP(RunLaw, BytesAndValuesGiveTheSameRun, ()) {
  const plan::Plan plan = any_plan();
  RC_ASSERT(run(plan).fingerprint == run(plan, {.wire = true}).fingerprint);
}

RC_GTEST_PROP(RunLaw, KeepingEveryRecordChangesNothing, ()) {
  const plan::Plan plan = any_plan();
  const trace::Trace all = run(plan, {.keep = Keep::all});
  const trace::Trace last = run(plan);
  RC_ASSERT(all.fingerprint == last.fingerprint);
  RC_ASSERT(all.records == last.records);
  RC_ASSERT(all.kept.size() == all.records);
}

RC_GTEST_PROP(RunLaw, TheCoreBreaksNoCheckUnderAnyFaults, ()) {
  const plan::Plan plan = any_plan();
  const trace::Trace trace = run(plan, {.keep = Keep::all});
  for (const trace::Violation& violation : trace.violations) {
    RC_LOG() << violation.check << ": " << violation.message << '\n';
  }
  RC_ASSERT(trace.violations.empty());
}

// Beside a real server nobody tells what the server knows.
RC_GTEST_PROP(RunLaw, ChecksThatNeedNoServerAreContentWithTheClientsRecords, ()) {
  const plan::Plan plan = any_plan();
  trace::Recorder recorder(plan, Keep::last);
  for (const Record& record : run(plan, {.keep = Keep::all}).kept) {
    const bool by_server =
        record.kind >= RecordKind::server_accepted && record.kind <= RecordKind::chat_accepted;
    if (!by_server && record.kind != RecordKind::violation) recorder.write(record);
  }
  recorder.end_of_plan(core::kStart + plan.duration);
  for (const trace::Violation& violation :
       recorder.finish(core::kStart + plan.duration).violations) {
    RC_LOG() << violation.check << ": " << violation.message << '\n';
    RC_ASSERT(trace::find_check(violation.check)->needs_server);
  }
}

RC_GTEST_PROP(RunLaw, TimeNeverGoesBack, ()) {
  const trace::Trace trace = run(any_plan(), {.keep = Keep::all});
  for (std::size_t index = 1; index < trace.kept.size(); ++index) {
    RC_ASSERT(trace.kept[index - 1].at <= trace.kept[index].at);
  }
}

/// The records of one client, without those that its neighbours' number shifts (sessions are
/// numbered over all clients).
std::vector<Record> own_records(const trace::Trace& trace, std::uint32_t client) {
  std::vector<Record> own;
  for (const Record& record : trace.kept) {
    const bool by_server =
        record.kind >= RecordKind::server_accepted && record.kind <= RecordKind::chat_accepted;
    if (record.client == client && !by_server) own.push_back(record);
  }
  return own;
}

RC_GTEST_PROP(RunLaw, AnUntouchedSecondClientChangesNothingForTheFirst, ()) {
  plan::Plan alone = any_plan();
  for (plan::Event& event : alone.timeline) event.targets = {0};
  plan::Plan together = alone;
  together.clients.emplace_back().name = "other";
  const auto first = own_records(run(alone, {.keep = Keep::all}), 0);
  const auto second = own_records(run(together, {.keep = Keep::all}), 0);
  RC_ASSERT(first.size() == second.size());
  for (std::size_t index = 0; index < first.size(); ++index) {
    // mids and sids of the server are numbered over all clients: contents may differ, behaviour
    // not.
    RC_ASSERT(first[index].at == second[index].at);
    RC_ASSERT(first[index].kind == second[index].kind);
    RC_ASSERT(first[index].detail == second[index].detail);
  }
}

RC_GTEST_PROP(RunLaw, AShiftInTimeLeavesTheRunTheSame, ()) {
  plan::Plan plan = any_plan();
  const Duration shift = seconds(*rc::gen::inRange(1, 100'000));
  plan::Plan later = plan;
  later.duration += shift;
  later.clients[0].start_at += shift;
  later.wall_start_ms -= shift / milliseconds(1);  // the calendar at the client's start is the same
  for (plan::Event& event : later.timeline) event.at += shift;
  const auto early = run(plan, {.keep = Keep::all}).kept;
  const auto late = run(later, {.keep = Keep::all}).kept;
  RC_ASSERT(early.size() == late.size());
  for (std::size_t index = 0; index < early.size(); ++index) {
    Record moved = late[index];
    moved.at -= shift;
    if (moved.kind == RecordKind::violation) moved.b = early[index].b;
    RC_ASSERT(moved == early[index]);
  }
}

TEST(Run, DoesNotCareHowManyRunBesideIt) {
  plan::Plan plan = one_client(minutes(10));
  plan.timeline.push_back(testing::fault("ping_silence", seconds(60), seconds(70)));
  const auto alone = run(plan).fingerprint;
  std::vector<trace::Fingerprint> found(4);
  std::vector<std::thread> threads;
  for (auto& fingerprint : found) {
    threads.emplace_back([&plan, &fingerprint] { fingerprint = run(plan).fingerprint; });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& fingerprint : found) EXPECT_EQ(fingerprint, alone);
}

TEST(Run, ADifferentSeedGivesADifferentRun) {
  EXPECT_NE(run(one_client(minutes(1), 1)).fingerprint, run(one_client(minutes(1), 2)).fingerprint);
}

// Twenty minutes for heartbeats, a session each, all at once: what one client does, a thousand do.
TEST(Run, ManyClientsAreTheSameThingAsOne) {
  plan::Plan plan = one_client(minutes(20));
  plan.clients[0].count = 1000;
  const trace::Trace trace = run(plan);
  EXPECT_TRUE(trace.violations.empty());
  for (const trace::ClientMetrics& client : trace.metrics.clients) {
    EXPECT_EQ(client.connects, 1U);
    EXPECT_EQ(client.heartbeats_sent, trace.metrics.clients[0].heartbeats_sent);
  }
}

}  // namespace
}  // namespace fishtank::sim
