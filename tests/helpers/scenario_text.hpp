#pragma once

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "plan/scenario.hpp"

/// Scenario texts for tests: a vocabulary, a good text to begin with, and short ways to load them.
namespace fishtank::tests {

inline constexpr std::array kTestMetrics{
    plan::MetricInfo{"reconnects", plan::ValueKind::count, "Times CONNECTED but the first.", false},
    plan::MetricInfo{"downtime", plan::ValueKind::duration, "Time not CONNECTED.", false},
    plan::MetricInfo{"heartbeat_success", plan::ValueKind::percent, "Answered / sent.", false},
    plan::MetricInfo{"detection_latency", plan::ValueKind::duration, "From fault to reaction.",
                     true},
};

inline constexpr std::array kTestChecks{
    plan::CheckInfo{"zombie", "No connection looks alive and is dead."},
    plan::CheckInfo{"legal_transitions", "Only legal transitions."},
};

inline constexpr plan::Vocabulary kTestVocabulary{kTestMetrics, kTestChecks};

/// The example of design.md, with everything that a file may have.
inline constexpr std::string_view kGoodScenario = R"(name: ping silence is noticed and survived
about: The socket stays open, but for 70 s nothing answers heartbeats.
tags: [heartbeat, smoke]
seeds: 1..3
matrix:
  client.heartbeat.interval: [15s, 20s]
  network.latency: [20ms, 200ms]
client: {name: seller, reconnect: {jitter_percent: 20, network.base: 2s}}
network: {profile: wifi, up: {loss: 0.5%}, down: {bandwidth: 1Mbit/s}}
server: {token_lifetime: 2h}
timeline:
  - {at: 60s, fault: ping_silence, for: 70s}
  - {at: 4m, push: {from: buyer-1, text: 在吗, count: 3, every: 1s}}
  - {at: 3m, send: {to: buyer-1}}
  - {at: 5m, stop: }
expect:
  - {at: 30s, state: connected}
  - {within: [60s, 92s], state: reconnecting}
  - {by: 2m45s, state: CONNECTED}
  - {never: failed}
  - {metric: reconnects, at_least: 1}
  - {metric: detection_latency.max, at_most: 31s}
)";

/// What is wrong with a text, as a person sees it; empty if nothing is.
inline std::string mistakes_in(std::string_view text) {
  const plan::Loaded loaded = plan::load(text, "test.yaml", kTestVocabulary);
  const auto* mistakes = std::get_if<plan::Diagnostics>(&loaded);
  return mistakes == nullptr ? "" : plan::print(*mistakes);
}

/// The scenario in a text that has no mistakes.
inline plan::ScenarioFile scenario_in(std::string_view text) {
  const plan::Loaded loaded = plan::load(text, "test.yaml", kTestVocabulary);
  if (const auto* mistakes = std::get_if<plan::Diagnostics>(&loaded)) {
    ADD_FAILURE() << plan::print(*mistakes);
    return {};
  }
  return std::get<plan::ScenarioFile>(loaded);
}

/// The plan of a text with a single case.
inline plan::Plan plan_in(std::string_view text) {
  const auto cases = plan::expand(scenario_in(text));
  if (cases.size() != 1) {
    ADD_FAILURE() << cases.size() << " cases instead of one";
    return {};
  }
  return cases.front().plan;
}

}  // namespace fishtank::tests
