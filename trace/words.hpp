#pragma once

#include <string>

#include "plan/plan.hpp"
#include "trace/record.hpp"

namespace fishtank::trace {

/// What a record says, in words: "CONNECTED -> RECONNECTING  heartbeat timeout". Names of faults
/// and actions come from the plan.
std::string words(const Record& record, const plan::Plan& plan);

/// "fault ping_silence", "push", "stop": a line of the timeline by its index.
std::string event_name(const plan::Plan& plan, std::size_t event);

}  // namespace fishtank::trace
