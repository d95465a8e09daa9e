#pragma once

#include <string>

#include "plan/profiles.hpp"

namespace fishtank::cli {

/// The client profile of that name, or that in the file; empty: the documented one. Throws an
/// InputError, with the mistakes of a file on standard error.
plan::Profile client_profile(const std::string& name_or_file);

/// For an option that names one: its empty value is a slip, as of a shell variable that is not set.
/// What is wrong, or empty.
std::string refuse_empty_profile(const std::string& text);

}  // namespace fishtank::cli
