#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "core/input.hpp"
#include "core/policy.hpp"
#include "core/timers.hpp"

namespace fishtank::core {

/// The token that /reg shows (behaviour.md, "Token and cookie"): what is held, how old it is, and
/// the one request that may be under way, be it for an attempt that waits for it or for a refresh.
class TokenKeeper {
 public:
  enum class Purpose : std::uint8_t {
    open,     ///< an attempt waits for it
    refresh,  ///< the token in use is getting old
  };

  /// Held and young enough to open with.
  bool usable(Instant now, const Policy& policy) const {
    return !token_.empty() && now < later(obtained_, policy.token.refresh_interval);
  }

  const std::string& token() const { return token_; }

  /// A message came in.
  void message_received(Instant now, const Policy& policy) {
    if (policy.token.quiet_time != kOff) last_message_ = now;
  }

  bool requested() const { return call_ != CallId{}; }
  bool awaits(CallId call) const { return call != CallId{} && call == call_; }
  Purpose purpose() const { return purpose_; }

  /// A request goes out, unless it is withheld().
  void request(CallId call, Purpose purpose, Instant now, const Policy& policy, Timers& timers) {
    call_ = call;
    purpose_ = purpose;
    withheld_ = last_message_ && now < later(*last_message_, policy.token.quiet_time);
    const Duration limit = withheld_ ? kRefusalTime : policy.token.request_timeout;
    timers.arm(Timer::token_request, later(now, limit));
  }

  /// Whether the client refuses itself what was requested: the last message came less than
  /// token.quiet_time ago (D-9). The request then fails at Timer::token_request, and nobody is
  /// asked.
  bool withheld() const { return withheld_; }

  /// How long ago the last message came, of a client that withholds.
  Duration since_message(Instant now) const { return now - last_message_.value_or(now); }

  /// An attempt begins while a refresh is under way: its result is wanted for the attempt too.
  void wanted_for_opening() { purpose_ = Purpose::open; }

  /// The request ended, in whatever way. An answer that comes later is stale.
  void settle(Timers& timers) {
    call_ = {};
    withheld_ = false;
    timers.disarm(Timer::token_request);
  }

  /// A captcha or an outdated h5 token may be asked again, token.captcha_retries times in a row.
  bool may_retry(const Policy& policy) { return ++retries_ <= policy.token.captcha_retries; }
  void forget_retries() { retries_ = 0; }

  /// A new one came.
  void hold(std::string token, Instant now, const Policy& policy, Timers& timers) {
    token_ = std::move(token);
    obtained_ = now;
    retries_ = 0;
    timers.arm(Timer::token_refresh, later(now, policy.token.refresh_interval));
  }

  /// A refresh failed for good: again after token.refresh_retry.
  void refresh_failed(Instant now, const Policy& policy, Timers& timers) {
    retries_ = 0;
    timers.arm(Timer::token_refresh, later(now, policy.token.refresh_retry));
  }

  /// It is no longer good.
  void drop(Timers& timers) {
    token_.clear();
    timers.disarm(Timer::token_refresh);
  }

  bool operator==(const TokenKeeper&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(token_, obtained_, last_message_.has_value(), last_message_.value_or(kStart), call_,
          withheld_, purpose_, retries_);
  }

 private:
  /// Refusing itself takes a client a moment, so that one without retry delays does not spin on the
  /// spot.
  static constexpr Duration kRefusalTime = milliseconds(1);

  std::string token_;  ///< empty: none
  Instant obtained_{};
  std::optional<Instant> last_message_;  ///< noted only if the policy has a quiet time
  CallId call_{};                        ///< the request under way; 0: none
  bool withheld_ = false;
  Purpose purpose_ = Purpose::open;
  std::int32_t retries_ = 0;
};

}  // namespace fishtank::core
