#include <gtest/gtest.h>

#include "plan/link_profiles.hpp"
#include "plan/read_plan.hpp"
#include "tests/helpers/scenario_text.hpp"

namespace fishtank::plan {
namespace {

using core::milliseconds;
using core::minutes;
using core::seconds;
using core::State;
using When = ExpectState::When;

TEST(AScenario, SaysWhatItIs) {
  const ScenarioFile scenario = tests::scenario_in(tests::kGoodScenario);
  EXPECT_EQ(scenario.file, "test.yaml");
  EXPECT_EQ(scenario.name, "ping silence is noticed and survived");
  EXPECT_EQ(scenario.tags, (std::vector<std::string>{"heartbeat", "smoke"}));
  EXPECT_EQ(scenario.seeds, (std::vector{core::Seed{1}, core::Seed{2}, core::Seed{3}}));
}

TEST(AScenario, NeedsOnlyAName) {
  const Plan plan = tests::plan_in("name: nothing happens\n");
  ASSERT_EQ(plan.clients.size(), 1U);
  EXPECT_EQ(plan.clients[0].policy, core::xianyu_live());
  EXPECT_EQ(plan.duration, minutes(1));
  EXPECT_EQ(plan.seed, core::Seed{1});
}

TEST(TheTimeline, IsReadWithMarksAndSortedByTime) {
  const Plan plan = tests::scenario_in(tests::kGoodScenario).variants.at(0).plan;
  ASSERT_EQ(plan.timeline.size(), 4U);
  const auto& silence = std::get<FaultUse>(plan.timeline[0].action);
  EXPECT_EQ(silence.fault, find_fault("ping_silence"));
  EXPECT_EQ(silence.length, seconds(70));
  EXPECT_EQ(plan.timeline[0].mark.line, 12);
  EXPECT_TRUE(std::holds_alternative<SendAction>(plan.timeline[1].action));
  const auto& push = std::get<PushAction>(plan.timeline[2].action);
  EXPECT_EQ(push.text, "在吗");
  EXPECT_EQ(push.count, 3);
  EXPECT_TRUE(std::holds_alternative<StopAction>(plan.timeline[3].action));
}

TEST(TheTimeline, KeepsTheOrderOfTheFileAtTheSameMoment) {
  const Plan plan = tests::plan_in(
      "name: x\ntimeline: [{at: 2s, stop: }, {at: 1s, enable: }, {at: 2s, disable: }]\n");
  EXPECT_TRUE(std::holds_alternative<EnableAction>(plan.timeline[0].action));
  EXPECT_TRUE(std::holds_alternative<StopAction>(plan.timeline[1].action));
  EXPECT_TRUE(std::holds_alternative<DisableAction>(plan.timeline[2].action));
}

TEST(AFault, GetsItsDefaults) {
  const Plan plan = tests::plan_in("name: x\ntimeline: [{at: 1s, fault: drop}]\n");
  EXPECT_EQ(std::get<FaultUse>(plan.timeline[0].action).arguments.text("how"), "reset");
}

TEST(Expectations, AreReadInAllForms) {
  const Plan plan = tests::scenario_in(tests::kGoodScenario).variants.at(0).plan;
  const auto state = [&](std::size_t i) {
    return std::get<ExpectState>(plan.expectations[i].what);
  };
  EXPECT_EQ(state(0), (ExpectState{When::at, State::connected, seconds(30), {}}));
  EXPECT_EQ(state(1), (ExpectState{When::within, State::reconnecting, seconds(60), seconds(92)}));
  EXPECT_EQ(state(2), (ExpectState{When::by, State::connected, seconds(165), {}}));
  EXPECT_EQ(state(3), (ExpectState{When::never, State::failed, Duration::zero(), {}}));
  const auto& latency = std::get<ExpectMetric>(plan.expectations[5].what);
  EXPECT_EQ(latency.metric, "detection_latency.max");
  EXPECT_EQ(latency.at_most, Duration(seconds(31)).count());
  EXPECT_EQ(latency.at_least, std::nullopt);
}

TEST(AClient, TakesPolicyFieldsDottedAndNested) {
  const Plan plan = tests::scenario_in(tests::kGoodScenario).variants.at(0).plan;
  const core::Policy& policy = plan.clients.at(0).policy;
  EXPECT_EQ(policy.heartbeat.interval, seconds(15));
  EXPECT_EQ(policy.reconnect.jitter_percent, 20);
  EXPECT_EQ(policy.reconnect.network.base, seconds(2));
  EXPECT_EQ(policy.reconnect.network.cap, seconds(60));
}

TEST(ADottedKey, IsTheSameAsMappingsWithinMappings) {
  EXPECT_EQ(tests::plan_in("name: x\nclient.heartbeat: {timeout: 40s}\nclient: {name: a}\n"),
            tests::plan_in("name: x\nclient: {name: a, heartbeat.timeout: 40s}\n"));
}

TEST(TheNetwork, MayBeJustTheNameOfAProfile) {
  const Plan plan = tests::plan_in("name: x\nnetwork: wifi\n");
  EXPECT_EQ(plan.network, find_link_profile("wifi")->network);
  EXPECT_EQ(plan.network_profile, "wifi");
}

TEST(TheNetwork, BeginsWithItsProfile) {
  const Plan plan = tests::scenario_in(tests::kGoodScenario).variants.at(0).plan;
  const Network wifi = find_link_profile("wifi")->network;
  EXPECT_EQ(plan.network_profile, "wifi");
  EXPECT_EQ(plan.network.up.latency, milliseconds(20));  // the matrix
  EXPECT_EQ(plan.network.up.jitter, wifi.up.jitter);
  EXPECT_EQ(plan.network.up.loss_ppm, 5'000U);
  EXPECT_EQ(plan.network.down.loss_ppm, wifi.down.loss_ppm);
  EXPECT_EQ(plan.network.down.bytes_per_second, 125'000);
}

TEST(Targets, AreIndicesOfKindsAndOfMembers) {
  const Plan plan = tests::plan_in(
      "name: x\nclients: [{name: a}, {name: b, count: 3}]\ntimeline:\n"
      "  - {at: 1s, fault: drop, clients: [b-2, a]}\n"
      "  - {at: 2s, fault: drop, clients: b}\n"
      "  - {at: 3s, fault: drop, clients: [b, a]}\n"
      "  - {at: 4s, fault: drop}\n");
  EXPECT_EQ(plan.timeline[0].targets, (Targets{0, 2}));
  EXPECT_EQ(plan.timeline[1].targets, (Targets{1, 2, 3}));
  EXPECT_EQ(plan.timeline[2].targets, Targets{});  // all of them
  EXPECT_EQ(plan.timeline[3].targets, Targets{});
}

TEST(TheDuration, IsAMinuteMoreThanTheLastMoment) {
  const auto duration = [](const std::string& lines) {
    return tests::plan_in("name: x\n" + lines).duration;
  };
  EXPECT_EQ(duration("timeline: [{at: 60s, fault: mute, for: 70s}]\n"), seconds(190));
  EXPECT_EQ(duration("timeline: [{at: 1.2s, fault: drop}]\n"), seconds(62));
  EXPECT_EQ(duration("timeline: [{at: 10s, fault: restart, down: 20s}]\n"), seconds(90));
  EXPECT_EQ(duration("timeline: [{at: 10s, push: {count: 4, every: 5s}}]\n"), seconds(85));
  EXPECT_EQ(duration("expect: [{by: 2m45s, state: connected}]\n"), seconds(225));
  EXPECT_EQ(duration("client: {start_at: 10s, start_spread: 20s}\n"), seconds(90));
  EXPECT_EQ(duration("duration: 5m\n"), minutes(5));
}

TEST(Anchors, SaveWritingThingsTwice) {
  const Plan plan = tests::plan_in(
      "name: x\nclients:\n  - &seller {name: a, heartbeat.interval: 20s}\n"
      "  - {<<: *seller, name: b}\n");
  EXPECT_EQ(plan.clients[1].name, "b");
  EXPECT_EQ(plan.clients[1].policy, plan.clients[0].policy);
}

TEST(APlan, NamesItsClientsByIndex) {
  const Plan plan = tests::plan_in("name: x\nclients: [{name: a}, {name: b, count: 2}]\n");
  EXPECT_EQ(client_count(plan), 3U);
  EXPECT_EQ(client_name(plan, 0), "a");
  EXPECT_EQ(client_name(plan, 2), "b-2");
  EXPECT_EQ(client_of(plan, 2).name, "b");
  EXPECT_TRUE(concerns({}, 7));
  EXPECT_TRUE(concerns({1, 7}, 7));
  EXPECT_FALSE(concerns({1, 8}, 7));
}

TEST(LinkProfiles, AreSortedAndTheDefaultIsThatOfANetwork) {
  EXPECT_TRUE(std::ranges::is_sorted(link_profiles(), {}, &LinkProfile::name));
  EXPECT_EQ(find_link_profile("default")->network, Network{});
  EXPECT_EQ(find_link_profile("moon"), nullptr);
}

}  // namespace
}  // namespace fishtank::plan
