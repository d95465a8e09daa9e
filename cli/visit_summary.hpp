#pragma once

#include <string>

#include "live/visit.hpp"

namespace fishtank::cli {

/// The end of `connect`: what was measured, and what broke a check.
std::string visit_summary(const live::Visited& visited);

/// It was CONNECTED, and broke no check.
bool went_well(const live::Visited& visited);

}  // namespace fishtank::cli
