#pragma once

#include <cstdint>

/// This process's resident memory as Linux counts it, in bytes.
namespace fishtank::bench {

/// Gives back what the heap holds without need and lets the peak begin anew.
void forget_peak();

std::int64_t resident_now();

/// The most since forget_peak().
std::int64_t resident_peak();

}  // namespace fishtank::bench
