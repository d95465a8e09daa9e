#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run.hpp"
#include "sim/world.hpp"
#include "tests/helpers/plans.hpp"
#include "tests/helpers/scenario_text.hpp"

/// Healing is derived: whatever faults there are and however they overlap, when the last has ended
/// nothing of them is left.
namespace fishtank::sim {
namespace {

using core::Duration;
using core::milliseconds;
using core::minutes;
using core::seconds;
using testing::one_client;
using trace::Keep;
using trace::RecordKind;

constexpr Duration kLastEnd = minutes(4);

/// The fault as its example has it: with values that people write.
plan::FaultUse example_of(const plan::FaultSpec& fault) {
  const std::string text =
      "name: example\nduration: 24h\ntimeline:\n  - " + std::string(fault.example) + "\n";
  return std::get<plan::FaultUse>(tests::plan_in(text).timeline.at(0).action);
}

/// Each fault of the registry, once read.
const std::vector<plan::FaultUse>& examples() {
  static const std::vector<plan::FaultUse> all = [] {
    std::vector<plan::FaultUse> uses;
    for (const plan::FaultSpec* fault : plan::faults()) uses.push_back(example_of(*fault));
    return uses;
  }();
  return all;
}

plan::Targets any_targets() {
  plan::Targets targets;
  for (std::uint32_t client = 0; client < 3; ++client) {
    if (*rc::gen::arbitrary<bool>()) targets.push_back(client);
  }
  return targets;  // none is all
}

/// On whole seconds, so that faults begin and end together now and then.
plan::Event any_use(plan::FaultUse use) {
  const Duration at = seconds(*rc::gen::inRange(0, 180));
  if (use.fault->span == plan::Span::period) {
    const auto longest = static_cast<int>((kLastEnd - at) / seconds(1));
    use.length = seconds(*rc::gen::inRange(1, std::min(60, longest)));
  }
  return {.at = at, .targets = any_targets(), .action = std::move(use), .mark = {}};
}

plan::Plan three_clients() {
  plan::Plan plan = one_client(minutes(10), *rc::gen::inRange<std::uint64_t>(1, 1'000'000));
  plan.clients[0].count = 3;
  plan.clients[0].policy.keepalive.interval = seconds(*rc::gen::element(0, 20));
  return plan;
}

plan::Plan any_plan() {
  plan::Plan plan = three_clients();
  const auto count = *rc::gen::inRange<std::size_t>(1, 8);
  for (std::size_t fault = 0; fault < count; ++fault) {
    plan.timeline.push_back(any_use(*rc::gen::elementOf(examples())));
  }
  for (int push = *rc::gen::inRange(0, 4); push > 0; --push) {
    plan.timeline.push_back(testing::push(seconds(*rc::gen::inRange(5, 200)), any_targets()));
  }
  std::ranges::stable_sort(plan.timeline, {}, &plan::Event::at);
  return plan;
}

bool heals(const plan::Plan& plan) {
  World world(plan, {.keep = Keep::last});
  world.run();
  return world.healed();
}

RC_GTEST_PROP(Healing, LeavesNothingOfOverlappingFaultsOfSomeClients, ()) {
  RC_ASSERT(heals(any_plan()));
}

RC_GTEST_PROP(Healing, IsTheSameOverBytesAndOverValues, ()) {
  const plan::Plan plan = any_plan();
  RC_ASSERT(run(plan).fingerprint == run(plan, {.wire = true}).fingerprint);
}

/// Each fault with each: the second begins while the first lasts and ends after it, or before.
TEST(Healing, LeavesNothingOfAnyPairOfFaults) {
  for (const plan::FaultUse& first : examples()) {
    for (const plan::FaultUse& second : examples()) {
      for (const Duration length : {seconds(5), seconds(30)}) {
        plan::Plan plan = one_client(minutes(3));
        plan.timeline.push_back({seconds(20), {}, first, {}});
        plan.timeline.push_back({seconds(30), {}, second, {}});
        if (first.length) std::get<plan::FaultUse>(plan.timeline[0].action).length = seconds(20);
        if (second.length) std::get<plan::FaultUse>(plan.timeline[1].action).length = length;
        EXPECT_TRUE(heals(plan)) << first.fault->name << " and " << second.fault->name;
      }
    }
  }
}

/// The law above would hold of a world in which no fault did anything: each must be at work first.
/// Those that cost the session at once are healed with the end of the run (World::run).
TEST(Healing, ComesOnlyWithTheEndOfAFaultThatLasts) {
  for (const plan::FaultUse& use : examples()) {
    const bool costs_the_session = use.fault->name == "flap" || use.fault->name == "half_open";
    if (use.fault->span == plan::Span::moment || costs_the_session) continue;
    plan::Plan plan = one_client(seconds(61));
    plan.clients[0].policy.heartbeat.timeout = core::kOff;  // to stay in the connection
    plan.timeline.push_back({seconds(60), {}, use, {}});
    std::get<plan::FaultUse>(plan.timeline[0].action).length = minutes(1);
    EXPECT_FALSE(heals(plan)) << use.fault->name;
  }
}

/// What converges: the faults above break nothing for good.
RC_GTEST_PROP(Healing, BringsEveryClientBack, ()) {
  plan::Plan plan = any_plan();
  plan.duration = minutes(20);
  const trace::Trace trace = run(plan, {.keep = Keep::all});
  for (std::uint32_t client = 0; client < 3; ++client) {
    auto state = core::State::disconnected;
    for (const trace::Record& record : trace.kept) {
      const bool changes = record.kind == RecordKind::state_changed && record.client == client;
      if (changes) state = trace::state_to(record);
    }
    RC_ASSERT(state == core::State::connected);
  }
}

TEST(Healing, OfAFaultWithoutLengthTakesNothingThatWasNeverThere) {
  plan::Plan plan = one_client(minutes(3));
  plan.timeline.push_back(testing::fault("restart", seconds(60)));
  std::get<plan::FaultUse>(plan.timeline[0].action).arguments.set("down", Duration::zero());
  EXPECT_TRUE(heals(plan));
}

// ---- what only the bytes can show --------------------------------------------------------------

/// A flood of half an hour into a client that stands still: what waits is bounded by the buffers.
TEST(Flood, IntoAFrozenClientKeepsNoMoreThanTheBuffersHold) {
  plan::Plan plan = one_client(minutes(2));
  plan.network.send_buffer = plan.network.receive_buffer = 8 * 1024;
  plan.timeline.push_back(testing::fault("freeze", seconds(60), seconds(20)));
  plan.timeline.push_back(testing::fault("flood", seconds(61), seconds(10)));
  const trace::Trace trace = run(plan, {.keep = Keep::all});
  const auto received = std::ranges::count_if(trace.kept, [](const trace::Record& record) {
    return record.kind == RecordKind::received &&
           trace::frame_kind(record.detail) == core::FrameKind::push;
  });
  EXPECT_GT(received, 10);
  EXPECT_LT(received, 100) << "1000 were due; 16 KiB hold some forty";
}

}  // namespace
}  // namespace fishtank::sim
