#pragma once

#include <algorithm>

#include "core/policy.hpp"
#include "core/time.hpp"

/// How long things may take, as it follows from a client's policy (behaviour.md). The checks, their
/// messages and the metrics read the same bounds.
namespace fishtank::trace {

using core::Duration;

/// A process of a real machine is never punctual to the nanosecond; every bound on how late
/// something may be has so much on top.
inline constexpr Duration kTimerSlack = core::milliseconds(500);

/// For how long a heartbeat may wait for its answer. A policy that never misses an answer is
/// measured with the documented one.
inline Duration answer_timeout(const core::Policy& policy) {
  if (policy.heartbeat.timeout != core::kOff) return policy.heartbeat.timeout;
  return core::xianyu_live().heartbeat.timeout;
}

/// For how long a connection may stay CONNECTED without an answer. A policy that never misses one
/// gets the documented time and one documented heartbeat interval.
inline Duration silence_bound(const core::Policy& policy) {
  const Duration grace = policy.heartbeat.timeout != core::kOff
                             ? Duration::zero()
                             : core::xianyu_live().heartbeat.interval;
  return answer_timeout(policy) + grace + kTimerSlack;
}

/// The longest time between two heartbeats: the interval, or the wait after a send that failed, and
/// the time that sending may take.
inline Duration heartbeat_gap_bound(const core::Policy& policy) {
  return std::max(policy.heartbeat.interval, policy.heartbeat.retry_delay) +
         policy.heartbeat.send_timeout + kTimerSlack;
}

/// The shortest time between two heartbeats of a connection.
inline Duration heartbeat_gap_floor(const core::Policy& policy) {
  return std::min(policy.heartbeat.interval, policy.heartbeat.retry_delay) - kTimerSlack;
}

/// From a stop to CLOSED: every task and the transport, then by force.
inline Duration stop_bound(const core::Policy& policy) {
  return policy.stopping.cancel_timeout + policy.stopping.force_timeout + kTimerSlack;
}

}  // namespace fishtank::trace
