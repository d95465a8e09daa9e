#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "plan/diagnostic.hpp"
#include "plan/field.hpp"
#include "plan/profiles.hpp"
#include "plan/reading.hpp"

/// A profile as a text:
///
///     name: patient
///     about: Waits longer than others.
///     based_on: hardened
///     heartbeat:
///       timeout: 60s  # the comment beside a field is its reason
namespace fishtank::plan {

/// The plain fields of a profile's text.
std::span<const Field<Profile>> profile_fields();

/// Finds what `based_on` names; null, and a mistake noted, if there is none.
using FindBase = std::function<const Profile*(Reading&, const Node&)>;

/// The profile in a text, or all mistakes in it. `file` is only repeated in messages.
std::variant<Profile, Diagnostics> read_profile(std::string_view text, std::string_view file,
                                                const FindBase& find_base);

/// The one of these profiles that a node names; null, and a mistake noted, if there is none.
const Profile* choose_profile(Reading& reading, const Node& node, std::span<const Profile> known);

/// What a profile's file is called, without its ending, and its text.
struct ProfileText {
  std::string_view name;
  std::string_view text;
};

/// Reads profiles that are based on nothing but each other; by name. Throws a std::logic_error with
/// the mistakes of the first that cannot be used: these texts are our own.
std::vector<Profile> read_built_in(std::span<const ProfileText> texts);

}  // namespace fishtank::plan
