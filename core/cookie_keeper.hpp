#pragma once

#include <optional>

#include "core/input.hpp"
#include "core/policy.hpp"
#include "core/timers.hpp"

namespace fishtank::core {

/// When cookies are refreshed (behaviour.md, "Token and cookie"): every cookie.refresh_interval,
/// looked at each cookie.check_interval, and not within cookie.quiet_time of a received message.
class CookieKeeper {
 public:
  /// Begins to watch, unless it does already: it survives reconnects.
  void begin(Instant now, const Policy& policy, Timers& timers) {
    if (running_ || policy.cookie.refresh_interval == kOff) return;
    running_ = true;
    refreshed_ = now;
    timers.arm(Timer::cookie_check, later(now, policy.cookie.check_interval));
  }

  /// A message came in.
  void message_received(Instant now) { last_message_ = now; }

  /// It is time to look: whether a refresh is to be asked for now.
  bool due(Instant now, const Policy& policy, Timers& timers) {
    timers.arm(Timer::cookie_check, later(now, policy.cookie.check_interval));
    if (refreshing()) return false;
    if (now < later(refreshed_, policy.cookie.refresh_interval)) return false;
    return !last_message_ || now >= later(*last_message_, policy.cookie.quiet_time);
  }

  /// A refresh was asked for.
  void request(CallId call, Instant now, const Policy& policy, Timers& timers) {
    call_ = call;
    timers.arm(Timer::cookie_request, later(now, policy.cookie.refresh_timeout));
  }

  bool refreshing() const { return call_ != CallId{}; }
  bool awaits(CallId call) const { return call != CallId{} && call == call_; }

  /// It ended, well or not; the next one is due after another interval.
  void settle(Instant now, Timers& timers) {
    call_ = {};
    refreshed_ = now;
    timers.disarm(Timer::cookie_request);
  }

  bool operator==(const CookieKeeper&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(running_, refreshed_, last_message_.has_value(), last_message_.value_or(kStart), call_);
  }

 private:
  bool running_ = false;
  Instant refreshed_{};  ///< the last refresh, or the beginning
  std::optional<Instant> last_message_;
  CallId call_{};  ///< the refresh under way; 0: none
};

}  // namespace fishtank::core
