#pragma once

#include "core/policy.hpp"
#include "core/timers.hpp"

namespace fishtank::core {

/// Looks now and then how long ago the server said anything at all (S3). While CONNECTED, each
/// silence.check_interval, with one timer: silence_check. So a silence is noticed up to an interval
/// after it has become too long.
class SilenceMonitor {
 public:
  /// A life begins: before the first message ever, silence counts from here.
  void started(Instant now, const Policy& policy) { heard(now, policy); }

  /// A frame of the server came.
  void heard(Instant now, const Policy& policy) {
    if (policy.silence.timeout != kOff) last_heard_ = now;
  }

  /// CONNECTED: looks begin. Silence counts anew, unless the policy inherits that of the connection
  /// before.
  void begin(Instant now, const Policy& policy, Timers& timers) {
    if (policy.silence.timeout == kOff) return;
    if (policy.silence.starts_anew) last_heard_ = now;
    timers.arm(Timer::silence_check, later(now, policy.silence.check_interval));
  }

  /// It is time to look: whether the silence has become too long.
  bool too_long(Instant now, const Policy& policy, Timers& timers) const {
    timers.arm(Timer::silence_check, later(now, policy.silence.check_interval));
    return now - last_heard_ > policy.silence.timeout;
  }

  /// The connection is over.
  static void end(Timers& timers) { timers.disarm(Timer::silence_check); }

  bool operator==(const SilenceMonitor&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(last_heard_);
  }

 private:
  Instant last_heard_{};
};

}  // namespace fishtank::core
