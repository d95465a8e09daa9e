#pragma once

#include "core/policy.hpp"
#include "core/timers.hpp"

namespace fishtank::core {

/// WebSocket keepalive by the client (S4; protocol.md 1): a Ping keepalive.interval after the
/// transport opened or the last Pong came, and the Pong within keepalive.timeout. It has no state
/// but its two timers, keepalive_ping and keepalive_pong.
struct Keepalive {
  /// The transport opened, or a Pong came.
  static void alive(Instant now, const Policy& policy, Timers& timers) {
    timers.disarm(Timer::keepalive_pong);
    if (policy.keepalive.interval == kOff) return;
    timers.arm(Timer::keepalive_ping, later(now, policy.keepalive.interval));
  }

  /// A Ping went out.
  static void pinged(Instant now, const Policy& policy, Timers& timers) {
    timers.arm(Timer::keepalive_pong, later(now, policy.keepalive.timeout));
  }

  /// The transport is gone.
  static void end(Timers& timers) {
    timers.disarm(Timer::keepalive_ping);
    timers.disarm(Timer::keepalive_pong);
  }
};

}  // namespace fishtank::core
