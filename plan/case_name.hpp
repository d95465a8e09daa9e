#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/scenario.hpp"
#include "plan/units.hpp"

/// The name of a case, as reports print it and `--case` takes it: `client.profile=hardened seed=7`.
/// Values with spaces, quotes or a backslash stand in double quotes.
namespace fishtank::plan {

struct CaseName {
  std::vector<Setting> settings;
  std::optional<core::Seed> seed;  ///< none: whatever the seed

  bool operator==(const CaseName&) const = default;
};

CaseName name_of(const Case& one);

std::string print(const CaseName& name);

/// What print() gives gives the name again. Part of a name is one, too.
Parsed<CaseName> parse_case_name(std::string_view text);

/// Whether the case has that seed, if the name has one, and all of its settings.
bool matches(const CaseName& name, const Case& one);

}  // namespace fishtank::plan
