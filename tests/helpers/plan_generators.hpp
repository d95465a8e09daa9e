#pragma once

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "plan/fault.hpp"
#include "plan/fields.hpp"
#include "plan/link_profiles.hpp"
#include "plan/policy_fields.hpp"
#include "plan/profiles.hpp"
#include "plan/read_plan.hpp"
#include "tests/helpers/scenario_text.hpp"

/// Random plans that a scenario file can say (print.hpp): every field, every fault, every
/// expectation.
namespace fishtank::tests {

using core::Duration;

/// Texts with everything that YAML could misread.
inline rc::Gen<std::string> any_text() {
  return rc::gen::element<std::string>("在吗", "", " ", "null", "~", "- a", "a: b", "# no", "\"",
                                       "\\", "'", "1..2", "{x}", "[", "&a", "*a", "!t", "%", "@",
                                       "`", "two\nlines", "tab\there", "true", "0x1f", "\x7f",
                                       "\u00a0", "...", "---", "key:", "😀", "\u2028");
}

inline rc::Gen<Duration> any_moment(Duration until) {
  return rc::gen::oneOf(
      rc::gen::map(rc::gen::inRange<std::int64_t>(0, until.count() + 1),
                   [](std::int64_t count) { return Duration{count}; }),
      rc::gen::map(rc::gen::inRange<std::int64_t>(0, until / core::seconds(1) + 1),
                   [](std::int64_t count) { return Duration{core::seconds{count}}; }));
}

inline rc::Gen<plan::Value> any_value(const plan::ValueType& type) {
  using plan::Value;
  using plan::ValueKind;
  switch (type.kind) {
    case ValueKind::boolean:
      return rc::gen::map(rc::gen::arbitrary<bool>(), [](bool flag) { return Value{flag}; });
    case ValueKind::choice:
      return rc::gen::map(rc::gen::elementOf(std::vector(type.choices.begin(), type.choices.end())),
                          [](std::string_view word) { return Value{std::string(word)}; });
    case ValueKind::text:
      return rc::gen::map(any_text(), [](const std::string& text) { return Value{text}; });
    case ValueKind::duration:
      return rc::gen::map(rc::gen::inRange(type.minimum, type.maximum),
                          [](std::int64_t count) { return Value{Duration{count}}; });
    default: {
      const std::int64_t greatest = std::min(type.maximum, std::int64_t{1} << 50);
      return rc::gen::map(rc::gen::inRange(std::max<std::int64_t>(type.minimum, 0), greatest),
                          [](std::int64_t number) { return Value{number}; });
    }
  }
}

/// Sets some of the fields of a table, but none that is named.
template <typename T>
void change_some(std::span<const plan::Field<T>> fields, T& object,
                 const std::vector<std::string_view>& except = {}) {
  for (const plan::Field<T>& field : fields) {
    if (std::ranges::find(except, field.name) != except.end()) continue;
    if (*rc::gen::inRange(0, 4) == 0) field.set(object, *any_value(field.type));
  }
}

inline plan::Client any_client(std::size_t number, Duration end) {
  plan::Client client;
  change_some(plan::client_fields(), client, {"name", "count", "start_at", "start_spread"});
  client.name = "kind" + std::to_string(number);
  client.count = *rc::gen::inRange(1, 4);
  client.start_at = *any_moment(end / 2);
  client.start_spread = *any_moment(end / 2);
  const auto& profile =
      *rc::gen::elementOf(std::vector(plan::profiles().begin(), plan::profiles().end()));
  client.profile = profile.name;
  client.policy = profile.policy;
  change_some(plan::policy_fields(), client.policy);
  return client;
}

inline plan::Targets any_targets(const plan::Plan& plan) {
  plan::Targets targets;
  for (std::uint32_t index = 0; index < plan::client_count(plan); ++index) {
    if (*rc::gen::arbitrary<bool>()) targets.push_back(index);
  }
  return targets.size() == plan::client_count(plan) ? plan::Targets{} : targets;
}

/// What a fault of a moment leaves behind must be over by the end of the run.
inline void shorten(plan::FaultUse& use, Duration longest) {
  if (use.fault->span != plan::Span::moment) return;
  if (plan::end_of({Duration::zero(), {}, use, {}}) <= longest) return;
  for (const plan::Parameter& parameter : use.fault->parameters) {
    const bool lasts = parameter.kind == plan::ValueKind::duration;
    if (lasts) use.arguments.set(parameter.name, Duration::zero());
  }
}

inline plan::FaultUse any_fault(Duration longest) {
  const auto all = plan::faults();
  const plan::FaultSpec* fault = *rc::gen::elementOf(std::vector(all.begin(), all.end()));
  plan::FaultUse use{fault, {}, std::nullopt};
  for (const plan::Parameter& parameter : fault->parameters) {
    use.arguments.set(parameter.name, *any_value(parameter.type()));
  }
  if (fault->nonsense != nullptr) RC_PRE(fault->nonsense(use.arguments).empty());
  if (fault->span == plan::Span::period && longest > Duration::zero() &&
      *rc::gen::arbitrary<bool>()) {
    use.length = std::max(Duration{1}, *any_moment(longest));
  }
  shorten(use, longest);
  return use;
}

inline plan::PushAction any_push(Duration longest) {
  plan::PushAction push;
  change_some(plan::push_fields(), push, {"every", "count"});
  push.count = *rc::gen::inRange(1, 5);
  if (!push.bundled) push.every = *any_moment(longest / 5);
  return push;
}

inline plan::Action any_action(Duration longest) {
  switch (*rc::gen::inRange(0, 10)) {
    case 0: return any_push(longest);
    case 1: {
      plan::SendAction send;
      change_some(plan::send_fields(), send, {"count"});
      send.count = *rc::gen::inRange(1, 5);
      return send;
    }
    case 2: return plan::StartAction{*rc::gen::arbitrary<bool>()};
    case 3: return plan::StopAction{};
    case 4: return plan::DisableAction{};
    case 5: return plan::EnableAction{};
    default: return any_fault(longest);
  }
}

inline plan::ExpectState any_expected_state(Duration end) {
  using When = plan::ExpectState::When;
  plan::ExpectState expected;
  expected.when = *rc::gen::element(When::at, When::by, When::within, When::always, When::never);
  expected.state = static_cast<core::State>(*rc::gen::inRange(0, core::kStates));
  expected.from = *any_moment(end);
  const bool may_end = expected.when == When::always || expected.when == When::never;
  if (expected.when == When::within || (may_end && *rc::gen::arbitrary<bool>())) {
    expected.until = expected.from + *any_moment(end - expected.from);
  }
  return expected;
}

inline plan::ExpectMetric any_expected_metric() {
  plan::ExpectMetric expected;
  expected.metric =
      *rc::gen::element<std::string>("reconnects", "downtime", "heartbeat_success",
                                     "detection_latency.max", "detection_latency.count");
  const std::int64_t bound = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
  const int sides = *rc::gen::inRange(0, 3);
  if (sides != 0) expected.at_least = bound;
  if (sides != 1) expected.at_most = bound + *rc::gen::inRange<std::int64_t>(0, 3);
  return expected;
}

inline plan::Expectation any_expectation(const plan::Plan& plan) {
  plan::Expectation expectation;
  switch (*rc::gen::inRange(0, 4)) {
    case 0: expectation.what = any_expected_metric(); break;
    case 1: expectation.what = plan::ExpectViolation{"zombie"}; break;
    default: expectation.what = any_expected_state(plan.duration);
  }
  expectation.targets = any_targets(plan);
  return expectation;
}

inline void choose_network(plan::Plan& plan) {
  if (*rc::gen::arbitrary<bool>()) {
    const auto all = plan::link_profiles();
    const auto profile = *rc::gen::elementOf(std::vector(all.begin(), all.end()));
    plan.network_profile = profile.name;
    plan.network = profile.network;
  }
  change_some(plan::network_fields(), plan.network);
  change_some(plan::link_fields(), plan.network.up);
  if (*rc::gen::arbitrary<bool>()) {
    plan.network.down = plan.network.up;
  } else {
    change_some(plan::link_fields(), plan.network.down);
  }
}

/// A plan; expectations that contradict each other are possible.
inline plan::Plan any_plan() {
  plan::Plan plan;
  change_some(plan::run_fields(), plan, {"name", "duration"});
  plan.name = "plan " + *any_text();
  plan.duration = std::max<Duration>(core::milliseconds(1), *any_moment(core::hours(3)));
  if (*rc::gen::arbitrary<bool>()) plan.tags = {"a", *any_text()};
  plan.seed = core::Seed{*rc::gen::arbitrary<std::uint64_t>()};
  choose_network(plan);
  change_some(plan::server_fields(), plan.server);
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
    plan.clients.push_back(any_client(plan.clients.size(), plan.duration));
  }
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
    const Duration at = *any_moment(plan.duration);
    plan.timeline.push_back({at, any_targets(plan), any_action(plan.duration - at), {}});
  }
  std::ranges::stable_sort(plan.timeline, {}, &plan::Event::at);
  for (int i = *rc::gen::inRange(0, 5); i > 0; --i) {
    plan.expectations.push_back(any_expectation(plan));
  }
  return plan;
}

}  // namespace fishtank::tests
