#pragma once

#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "plan/fault.hpp"
#include "plan/plan.hpp"

/// Plans in short, for tests of what runs them.
namespace fishtank::testing {

/// One `xianyu-live` client on the default network.
inline plan::Plan one_client(core::Duration duration, std::uint64_t seed = 1) {
  plan::Plan plan;
  plan.name = "one client";
  plan.seed = core::Seed{seed};
  plan.duration = duration;
  plan.clients.emplace_back();
  return plan;
}

/// A fault with its default parameters at that moment of the plan.
inline plan::Event fault(std::string_view name, core::Duration at,
                         std::optional<core::Duration> length = std::nullopt,
                         plan::Targets targets = {}) {
  const plan::FaultSpec* spec = plan::find_fault(name);
  if (spec == nullptr) throw std::invalid_argument("no such fault");
  plan::FaultUse use{.fault = spec, .arguments = plan::default_arguments(*spec), .length = length};
  return {.at = at, .targets = std::move(targets), .action = std::move(use), .mark = {}};
}

/// A chat message for the targets.
inline plan::Event push(core::Duration at, plan::Targets targets = {}) {
  return {.at = at, .targets = std::move(targets), .action = plan::PushAction{}, .mark = {}};
}

}  // namespace fishtank::testing
