#include "plan/print.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/helpers/plan_generators.hpp"
#include "tests/helpers/scenario_text.hpp"

namespace fishtank::plan {
namespace {

TEST(APrintedPlan, IsAScenarioFileOfOneCase) {
  const auto cases = expand(tests::scenario_in(tests::kGoodScenario));
  EXPECT_EQ(print(cases.back().plan, tests::kTestVocabulary),
            R"(name: "ping silence is noticed and survived"
about: "The socket stays open, but for 70 s nothing answers heartbeats."
duration: 6m
tags: [heartbeat, smoke]
seeds: 3
clients:
  - {name: seller, profile: xianyu-live, heartbeat.interval: 20s, reconnect.network.base: 2s, reconnect.jitter_percent: 20}
network: {profile: wifi, latency: 200ms, up: {loss: 0.5%}, down: {bandwidth: 1Mbit/s}}
server: {token_lifetime: 2h}
timeline:
  - {at: 1m, fault: ping_silence, for: 1m10s}
  - {at: 3m, send: {to: buyer-1}}
  - {at: 4m, push: {from: buyer-1, count: 3, every: 1s}}
  - {at: 5m, stop: null}
expect:
  - {at: 30s, state: connected}
  - {within: [1m, 1m32s], state: reconnecting}
  - {by: 2m45s, state: connected}
  - {never: failed}
  - {metric: reconnects, at_least: 1}
  - {metric: detection_latency.max, at_most: 31s}
)");
}

TEST(APrintedPlan, OfEachCaseReadsBackAsItself) {
  for (const Case& one : expand(tests::scenario_in(tests::kGoodScenario))) {
    EXPECT_EQ(tests::plan_in(print(one.plan, tests::kTestVocabulary)), one.plan);
  }
}

/// Whether all that is wrong with a text is that its expectations contradict each other.
bool only_contradicts(const Loaded& loaded) {
  const auto* mistakes = std::get_if<Diagnostics>(&loaded);
  return mistakes != nullptr && std::ranges::all_of(*mistakes, [](const Diagnostic& mistake) {
           return mistake.message.starts_with("no run can meet");
         });
}

RC_GTEST_PROP(APrintedPlan, ReadsBackAsItselfAndPrintsTheSame, ()) {
  const Plan plan = tests::any_plan();
  const std::string text = print(plan, tests::kTestVocabulary);
  const Loaded loaded = load(text, "test.yaml", tests::kTestVocabulary);
  RC_PRE(!only_contradicts(loaded));
  RC_LOG() << text;
  if (const auto* mistakes = std::get_if<Diagnostics>(&loaded)) RC_FAIL(print(*mistakes));
  const auto cases = expand(std::get<ScenarioFile>(loaded));
  RC_ASSERT(cases.size() == 1U);
  RC_ASSERT(print(cases[0].plan, tests::kTestVocabulary) == text);
  RC_ASSERT(cases[0].plan == plan);
}

RC_GTEST_PROP(AScalar, ReadsBackAsItsText, ()) {
  const std::string text = *rc::gen::oneOf(
      tests::any_text(), rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127)));
  const Loaded loaded =
      load("name: x\nabout: " + yaml_scalar(text) + "\n", "test.yaml", tests::kTestVocabulary);
  RC_ASSERT(std::holds_alternative<ScenarioFile>(loaded));
  RC_ASSERT(std::get<ScenarioFile>(loaded).about == text);
}

}  // namespace
}  // namespace fishtank::plan
