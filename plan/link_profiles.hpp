#pragma once

#include <span>
#include <string_view>

#include "plan/plan.hpp"

/// Paths to the server under a name, for `network: {profile: cellular}`. The numbers are round ones
/// that a person can check by arithmetic, of the size that the kind of link shows in the field.
namespace fishtank::plan {

struct LinkProfile {
  std::string_view name;
  std::string_view about;  ///< what it stands for and why these numbers
  Network network;
};

/// All of them, by name.
std::span<const LinkProfile> link_profiles();

/// Null if there is none of that name.
const LinkProfile* find_link_profile(std::string_view name);

}  // namespace fishtank::plan
