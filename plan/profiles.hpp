#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy.hpp"
#include "plan/policy_fields.hpp"

/// Client policies under a name (design.md, "core"). No code asks for a profile's name: it is data,
/// a file in scenarios/profiles/ or one of the user's own (profile_files.hpp).
namespace fishtank::plan {

/// A field that a profile sets, and why.
struct Choice {
  const PolicyField* field = nullptr;
  std::string why;  ///< the comment beside it; may be empty

  bool operator==(const Choice&) const = default;
};

struct Profile {
  std::string name;
  std::string about;
  std::string built_in;         ///< the name of the built-in profile that it is or begins with
  core::Policy policy;          ///< what it is based on, with its own fields on top
  std::vector<Choice> choices;  ///< its own and those of what it is based on, one for each field,
                                ///< in the order of policy_fields()

  bool operator==(const Profile&) const = default;
};

/// The built-in ones, by name: the files in scenarios/profiles/, compiled in and read when somebody
/// asks first. Throws a std::logic_error if one of them cannot be used.
std::span<const Profile> profiles();

/// Null if there is none of that name.
const Profile* find_profile(std::string_view name);

}  // namespace fishtank::plan
