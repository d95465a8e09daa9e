#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "core/policy.hpp"
#include "core/time.hpp"

/// How long things may take, as it follows from a client's policy (behaviour.md). The checks, their
/// messages and the metrics read the same bounds.
namespace fishtank::trace {

using core::Duration;

/// A process of a real machine is never punctual to the nanosecond; every bound on how late
/// something may be has so much on top.
inline constexpr Duration kTimerSlack = core::milliseconds(500);

/// What `xianyu-live` does.
inline constexpr core::Policy::HeartbeatPolicy kDocumented{};

/// For how long a heartbeat may wait for its answer. A policy that never misses an answer is
/// measured with the documented one.
inline Duration answer_timeout(const core::Policy& policy) {
  if (policy.heartbeat.timeout != core::kOff) return policy.heartbeat.timeout;
  return kDocumented.timeout;
}

/// By what a client can notice that its peer has fallen silent.
enum class Detector : std::uint8_t {
  answers,    ///< it sends heartbeats, so their answers are missed
  monitor,    ///< it sends none, and looks how long ago anything came (S3)
  keepalive,  ///< it sends none, and misses the Pongs to its Pings
  none,       ///< nothing (S4)
};

inline Detector detector(const core::Policy& policy) {
  if (policy.heartbeat.interval != core::kOff) return Detector::answers;
  if (policy.silence.timeout != core::kOff) return Detector::monitor;
  if (policy.keepalive.interval != core::kOff) return Detector::keepalive;
  return Detector::none;
}

/// For how long a connection may stay CONNECTED without a sign of life. A policy that never misses
/// an answer, or has nothing to miss, gets the documented time and one documented heartbeat
/// interval.
inline Duration silence_bound(const core::Policy& policy) {
  switch (detector(policy)) {
    case Detector::monitor:
      return policy.silence.timeout + policy.silence.check_interval + kTimerSlack;
    case Detector::keepalive:
      return policy.keepalive.interval + policy.keepalive.timeout + kTimerSlack;
    case Detector::answers:
      if (policy.heartbeat.timeout != core::kOff) return policy.heartbeat.timeout + kTimerSlack;
      break;
    case Detector::none: break;
  }
  return kDocumented.timeout + kDocumented.interval + kTimerSlack;
}

/// Where silence_bound() comes from, in the words of a message.
inline std::string_view silence_source(const core::Policy& policy) {
  switch (detector(policy)) {
    case Detector::monitor: return "silence.timeout and silence.check_interval";
    case Detector::keepalive: return "keepalive.interval and keepalive.timeout";
    case Detector::answers:
      if (policy.heartbeat.timeout != core::kOff) return "heartbeat.timeout";
      break;
    case Detector::none: break;
  }
  return "this policy has no limit, so heartbeat.timeout and heartbeat.interval of xianyu-live";
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

/// The shortest wait after so many failures: the jitter comes on top.
inline Duration shortest_wait(const core::RetryDelay& delay, std::uint64_t failures) {
  if (delay.base <= Duration::zero() || failures == 0) return Duration::zero();
  Duration wait = delay.base;
  const bool doubles = delay.growth == core::Growth::exponential;
  for (std::uint64_t failure = 1; failure < failures && wait < delay.cap; ++failure) {
    wait += doubles ? wait : delay.base;
  }
  return std::min(wait, delay.cap);
}

/// So many message handlers run at a time; with as many running, a message may wait its turn in the
/// client. Handlers that hold everything up run one after the other (D-19).
inline std::int32_t most_handlers(const core::Policy& policy) {
  return policy.inbox.handlers_block ? 1 : policy.inbox.max_handlers;
}

/// For how long a chat message may wait for its outcome in CONNECTED: its conversation may have to
/// be created first.
inline Duration chat_bound(const core::Policy& policy) {
  return 2 * policy.chat.answer_timeout + kTimerSlack;
}

/// From a stop to CLOSED: every task and the transport, then by force.
inline Duration stop_bound(const core::Policy& policy) {
  return policy.stopping.cancel_timeout + policy.stopping.force_timeout + kTimerSlack;
}

}  // namespace fishtank::trace
