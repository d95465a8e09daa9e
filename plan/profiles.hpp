#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/policy.hpp"
#include "plan/units.hpp"

/// Client policies under a name (design.md, "core"). No code asks for a profile's name: it is data.
namespace fishtank::plan {

struct Profile {
  std::string_view name;
  std::string_view about;
  core::Policy policy;
};

/// All of them, by name.
std::span<const Profile> profiles();

/// Null if there is none of that name.
const Profile* find_profile(std::string_view name);

/// A field's dotted name and its value as one writes it.
using Override = std::pair<std::string_view, std::string_view>;

/// `base` with the overrides applied through the table of policy fields, or the first mistake in
/// them.
Parsed<core::Policy> with_overrides(core::Policy base, std::span<const Override> overrides);

}  // namespace fishtank::plan
