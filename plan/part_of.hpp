#pragma once

#include <cstdint>

#include "plan/plan.hpp"

namespace fishtank::plan {

/// The part of a plan that is about one of its clients: that client alone, the lines of the
/// timeline that concern it, and the expectations that it can meet by itself, all of them without
/// targets. Sums over several clients are left out.
Plan part_of(const Plan& plan, std::uint32_t index);

}  // namespace fishtank::plan
