#pragma once

#include <cstdint>
#include <vector>

#include "core/effect.hpp"
#include "core/input.hpp"
#include "plan/plan.hpp"
#include "stage/fault_id.hpp"
#include "stage/observer.hpp"
#include "trace/sink.hpp"

namespace fishtank::stage {

using core::Duration;
using core::Instant;

/// What everybody in one world shares, whether its time is virtual or real: the plan, who is told
/// what happens, and buffers that are used again and again.
struct Tank {
  /// Both outlive the tank.
  Tank(const plan::Plan& the_plan, trace::Sink& the_sink) : plan(the_plan), sink(the_sink) {}

  const plan::Plan& plan;
  trace::Sink& sink;
  Observer* observer = nullptr;  ///< outlives the tank; null: nobody looks at the cores

  core::Effects effects;              ///< of the one client that is being handled
  std::vector<core::Input> feedback;  ///< inputs that its effects caused at once

  /// Tells of a record: `record` with the moment, the client and the fault filled in.
  void write(trace::Record record, Instant now, std::uint32_t client, FaultId fault = kNoFault) {
    record.at = now;
    record.client = client;
    record.fault = fault;
    sink.write(record);
  }
};

}  // namespace fishtank::stage
