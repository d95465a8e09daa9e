#pragma once

#include <optional>

#include "core/input.hpp"
#include "core/policy.hpp"
#include "core/timers.hpp"

namespace fishtank::core {

/// The way out of FAILED, and password logins wherever they are needed (behaviour.md,
/// "Reconnecting" and "Token and cookie"): one login at most each recovery.login_cooldown, else
/// cancel everything and begin a new life.
class Recovery {
 public:
  /// Why a login was asked for.
  enum class Purpose : std::uint8_t {
    failed,   ///< failures reached the limit
    session,  ///< the token service says that the session has expired
  };

  /// How far the restart has come.
  enum class Restart : std::uint8_t { none, cancelling, waiting };

  /// Whether the policy has logins and the last one is long enough ago.
  bool may_log_in(Instant now, const Policy& policy) const {
    if (!policy.recovery.password_login) return false;
    return !last_login_ || now >= later(*last_login_, policy.recovery.login_cooldown);
  }

  /// A login goes out.
  void log_in(CallId call, Purpose purpose, Instant now, const Policy& policy, Timers& timers) {
    call_ = call;
    purpose_ = purpose;
    last_login_ = now;
    timers.arm(Timer::login_request, later(now, policy.recovery.login_timeout));
  }

  bool logging_in() const { return call_ != CallId{}; }
  bool awaits(CallId call) const { return call != CallId{} && call == call_; }
  Purpose purpose() const { return purpose_; }

  /// Failures reached the limit while a login for another reason is under way: it serves both.
  void wanted_for_recovery() { purpose_ = Purpose::failed; }

  /// The login ended, or was given up.
  void settle(Timers& timers) {
    call_ = {};
    timers.disarm(Timer::login_request);
  }

  /// Tasks are being cancelled: they have recovery.cancel_timeout.
  void cancel(Instant now, const Policy& policy, Timers& timers) {
    restart_ = Restart::cancelling;
    timers.arm(Timer::restart, later(now, policy.recovery.cancel_timeout));
  }

  /// Tasks have ended, or had their time: the new life begins in recovery.restart_delay.
  void wait(Instant now, const Policy& policy, Timers& timers) {
    restart_ = Restart::waiting;
    timers.arm(Timer::restart, later(now, policy.recovery.restart_delay));
  }

  Restart restart() const { return restart_; }

  /// The new life, or a stop. The time of the last login is the account's and stays.
  void end(Timers& timers) {
    settle(timers);
    restart_ = Restart::none;
    timers.disarm(Timer::restart);
  }

  bool operator==(const Recovery&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(last_login_.has_value(), last_login_.value_or(kStart), call_, purpose_, restart_);
  }

 private:
  std::optional<Instant> last_login_;
  CallId call_{};  ///< the login under way; 0: none
  Purpose purpose_ = Purpose::failed;
  Restart restart_ = Restart::none;
};

}  // namespace fishtank::core
