#pragma once

#include <chrono>

#include "core/time.hpp"

namespace fishtank::cli {

/// A real moment without the digits that say nothing: to the millisecond.
inline core::Instant readable(core::Instant at) {
  return std::chrono::floor<core::milliseconds>(at);
}

}  // namespace fishtank::cli
