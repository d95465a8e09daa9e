#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "report/result.hpp"
#include "report/style.hpp"

namespace fishtank::report {

/// A rare situation in a suite.
struct Rarity {
  const trace::Situation* situation = nullptr;
  std::size_t cases = 0;                ///< in which it occurred
  const CaseResult* example = nullptr;  ///< the first of them; null: there is none
};

/// All rare situations, in their order.
std::vector<Rarity> rarities(std::span<const CaseResult> cases);

/// The names of those that never occurred.
std::vector<std::string_view> never_occurred(std::span<const CaseResult> cases);

/// "38 of 40 rare situations occurred; never: a, b". If too many never did, as in a suite that is
/// not meant to meet them all, they are only counted.
std::string rarities_line(std::span<const CaseResult> cases, const Style& style);

/// Each that occurred, with the number of its cases and the first of them; empty if none did.
std::string rarities_table(std::span<const CaseResult> cases, const Style& style);

/// The names of those that never occurred, however many; empty if all did.
std::string never_list(std::span<const CaseResult> cases, const Style& style);

}  // namespace fishtank::report
