#pragma once

#include <array>
#include <cstdint>
#include <string_view>

/// What several faults share: the words for a direction and the bounds of their parameters.
namespace fishtank::plan::fault {

inline constexpr std::array<std::string_view, 3> kDirections{"up", "down", "both"};

inline constexpr std::int64_t kNanosecond = 1;
inline constexpr std::int64_t kMillisecond = 1'000'000;
inline constexpr std::int64_t kHour = 3'600'000'000'000;
inline constexpr std::int64_t kYear = 8'784 * kHour;

}  // namespace fishtank::plan::fault
