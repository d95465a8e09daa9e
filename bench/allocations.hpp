#pragma once

#include <cstdint>

namespace fishtank::bench {

/// How often the program has asked the heap for memory. A program that calls this has its operator
/// new replaced by one that counts (over-aligned types excepted, which are none of the hot ones).
std::uint64_t allocations();

}  // namespace fishtank::bench
