#pragma once

#include <string>

#include "plan/profiles.hpp"

namespace fishtank::cli {

/// The client profile of that name, or that in the file; empty: the documented one. Throws an
/// InputError, with the mistakes of a file on standard error.
plan::Profile client_profile(const std::string& name_or_file);

}  // namespace fishtank::cli
