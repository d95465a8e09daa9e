#include "explore/trouble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

#include "explore/notation.hpp"
#include "plan/fault.hpp"
#include "plan/print.hpp"
#include "plan/read_plan.hpp"

namespace fishtank::explore {

namespace {

using plan::FaultSpec;
using plan::FaultUse;
using plan::Parsed;
using plan::UnitError;

/// The only line of a timeline, which must be a fault.
Parsed<FaultUse> read_line(std::string_view line) {
  auto loaded = load_around(fmt::format("name: a fault\ntimeline:\n  - {}\n", line));
  if (const auto* error = std::get_if<UnitError>(&loaded)) return *error;
  const plan::Plan& plan = std::get<plan::Plan>(loaded);
  const auto* use =
      plan.timeline.size() == 1 ? std::get_if<FaultUse>(&plan.timeline.front().action) : nullptr;
  if (use == nullptr) return UnitError{"this is no fault with its arguments"};
  return *use;
}

/// What the fault's own example does.
FaultUse example_of(const FaultSpec& fault) {
  const auto use = read_line(fault.example);
  if (const auto* error = std::get_if<UnitError>(&use)) throw std::logic_error(error->message);
  return std::get<FaultUse>(use);
}

/// Its defaults, and from the example what has none.
FaultUse plain(const FaultSpec& fault, const FaultUse& example) {
  const plan::Arguments defaults = plan::default_arguments(fault);
  FaultUse use{.fault = &fault, .arguments = {}, .length = example.length};
  for (const plan::Parameter& parameter : fault.parameters) {
    const plan::Value* value = defaults.find(parameter.name);
    if (value == nullptr) value = example.arguments.find(parameter.name);
    use.arguments.set(parameter.name, *value);
  }
  return use;
}

Parsed<FaultUse> read_use(std::string_view text) {
  const auto parsed = parse_named(text);
  if (const auto* error = std::get_if<UnitError>(&parsed)) return *error;
  const auto& [name, fields] = std::get<Named>(parsed);
  const FaultSpec* fault = plan::find_fault(name);
  if (fault != nullptr && fields.empty()) return plain(*fault, example_of(*fault));
  auto use = read_line(fmt::format("{{at: 0s, fault: {}{}{}}}", plan::yaml_scalar(name),
                                   fields.empty() ? "" : ", ", fields));
  if (auto* read = std::get_if<FaultUse>(&use); read != nullptr && !read->length) {
    read->length = example_of(*read->fault).length;
  }
  return use;
}

std::string describe(const FaultUse& use) {
  std::string fields;
  const auto add = [&](std::string_view name, std::string_view value) {
    fields += fmt::format("{}{}: {}", fields.empty() ? "" : ", ", name, value);
  };
  const plan::Arguments defaults = plan::default_arguments(*use.fault);
  for (const plan::Parameter& parameter : use.fault->parameters) {
    const plan::Value& value = *use.arguments.find(parameter.name);
    const plan::Value* fallback = defaults.find(parameter.name);
    if (fallback != nullptr && *fallback == value) continue;
    add(parameter.name, plan::yaml_scalar(plan::print_value(value, parameter.kind)));
  }
  if (use.length) add("for", plan::print_duration(*use.length));
  return fields.empty() ? std::string(use.fault->name)
                        : fmt::format("{} {{{}}}", use.fault->name, fields);
}

/// As a user would write them. A fault of the registry that stands neither here nor in kUnmet goes
/// at the end, by itself.
constexpr std::array<std::string_view, 37> kDefaultTroubles{
    "drop",
    "drop {how: fin}",
    "close {code: 1001}",
    "kick",
    "restart {down: 20s}",
    "flap",
    "stall",
    "half_open",
    "partition {for: 1m}",
    "partition {direction: up, for: 1m}",
    "partition {direction: down, for: 1m}",
    "latency {add: 800ms, jitter: 200ms}",
    "loss",
    "bandwidth {limit: 2KiB/s, direction: down}",
    "ping_silence",
    "data_silence",
    "mute",
    "slow_replies",
    "heartbeat_error",
    "expire_token",
    "expire_token + drop",
    "drop + refuse",
    "drop + connect_blackhole",
    "drop + accept_silent",
    "drop + dns_failure",
    "drop + tls_failure",
    "drop + reject_upgrade",
    "drop + slow_upgrade",
    "drop + reject_registration",
    "expire_token + drop + token_service {outcome: captcha}",
    "drop + refuse {for: 5m} + login_service {outcome: captcha, for: 10m}",
    "oversize_frame",
    "protocol_error",
    "pong_silence",
    "flood {for: 5s}",
    "freeze",
    "wall_clock_jump",
};

/// Nobody meets them in a trial: a single client exceeds no rate, and cookies are refreshed in
/// quiet times only.
constexpr std::array<std::string_view, 2> kUnmet{"accept_rate", "cookie_service"};

bool has(const std::vector<Trouble>& troubles, const FaultSpec& fault) {
  return std::any_of(troubles.begin(), troubles.end(), [&](const Trouble& trouble) {
    return std::any_of(trouble.faults.begin(), trouble.faults.end(),
                       [&](const FaultUse& use) { return use.fault == &fault; });
  });
}

}  // namespace

std::string Trouble::name() const {
  std::string text;
  for (const FaultUse& use : faults) text += (text.empty() ? "" : " + ") + describe(use);
  return text;
}

plan::Duration Trouble::length() const {
  plan::Duration longest{};
  for (const FaultUse& use : faults) {
    longest = std::max(longest, plan::end_of({.at = {}, .targets = {}, .action = use, .mark = {}}));
  }
  return longest;
}

Parsed<Trouble> read_trouble(std::string_view text) {
  Trouble trouble;
  for (const std::string& part : split(text, '+')) {
    auto use = read_use(part);
    if (const auto* error = std::get_if<UnitError>(&use)) return *error;
    trouble.faults.push_back(std::get<FaultUse>(std::move(use)));
  }
  return trouble;
}

std::vector<Trouble> default_troubles() {
  std::vector<Trouble> all;
  const auto add = [&](std::string_view text) {
    auto trouble = read_trouble(text);
    if (const auto* error = std::get_if<UnitError>(&trouble)) {
      throw std::logic_error(fmt::format("{}: {}", text, error->message));
    }
    all.push_back(std::get<Trouble>(std::move(trouble)));
  };
  for (const std::string_view text : kDefaultTroubles) add(text);
  for (const FaultSpec* fault : plan::faults()) {
    const bool unmet = std::find(kUnmet.begin(), kUnmet.end(), fault->name) != kUnmet.end();
    if (!unmet && !has(all, *fault)) add(fault->name);
  }
  return all;
}

}  // namespace fishtank::explore
