#pragma once

#include <string>

#include "plan/vocabulary.hpp"

namespace fishtank::plan {

/// The JSON Schema (draft 2020-12) of scenario files, for completion and hints in editors, made
/// from the tables that the parser reads. It is more lenient than the parser where a schema cannot
/// say it (ranges of durations, names of clients, moments after the end) and knows states in lower
/// case only.
std::string scenario_schema(const Vocabulary& vocabulary);

/// The same for the files of profiles.
std::string profile_schema();

}  // namespace fishtank::plan
