#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "report/result.hpp"

namespace fishtank::report {

/// Failed cases that differ in their seed alone and fail for the same reason: one is shown, of the
/// others one wants to know how many and which.
struct FailureGroup {
  std::size_t shown = 0;           ///< index of the first of them among the cases
  std::vector<core::Seed> others;  ///< the seeds of the rest, in their order
};

/// The failed cases in their order. A reason is every expectation that does not hold, with its
/// place; what happened instead may differ with the seed by a few milliseconds.
std::vector<FailureGroup> failure_groups(std::span<const CaseResult> cases);

/// "2..20", "2..4, 7, 9"; not more than a line: "1, 3, 5, 7, 9, 11, 13, 15, ...".
std::string seeds_text(std::span<const core::Seed> seeds);

}  // namespace fishtank::report
