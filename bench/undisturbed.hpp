#pragma once

#include <cstdint>

#include "core/time.hpp"
#include "plan/plan.hpp"
#include "trace/recorder.hpp"

namespace fishtank::bench {

/// Clients that nobody disturbs: profile `xianyu-live` with all it does by itself (heartbeats every
/// 15 s, cookies every 20 min, tokens every 20 h), 50 ms each way. Their starts are spread evenly
/// over a heartbeat interval.
plan::Plan undisturbed(std::int32_t clients, core::Duration duration);

/// The heartbeats that were answered in an undisturbed run. Throws if one was not or a check
/// found something: what such a run took is no figure to print.
std::uint64_t heartbeats_of(const trace::Trace& run);

}  // namespace fishtank::bench
