#pragma once

#include <cstdint>

namespace fishtank::stage {

/// Whose doing something is: 1 + the fault's event in the timeline, as trace::Record has it. 0:
/// nobody's.
using FaultId = std::uint16_t;

inline constexpr FaultId kNoFault = 0;

/// The fault of that event of the timeline.
inline FaultId fault_id(std::uint32_t event) { return static_cast<FaultId>(event + 1); }

}  // namespace fishtank::stage
