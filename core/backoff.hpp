#pragma once

#include <cstdint>

#include "core/input.hpp"
#include "core/policy.hpp"
#include "core/random.hpp"

namespace fishtank::core {

/// Counts consecutive failures and says how long to wait after each (behaviour.md, "Reconnecting"),
/// and whether to wait at all (reconnect.attempts_per_wait).
class Backoff {
 public:
  /// One more loss or failed attempt.
  void count() { ++failures_; }

  /// A success, or a new life.
  void forget() { failures_ = 0; }

  std::int32_t failures() const { return failures_; }

  /// Whether failures have reached reconnect.max_failures.
  bool at_limit(const Policy& policy) const {
    return policy.reconnect.max_failures > 0 && failures_ >= policy.reconnect.max_failures;
  }

  /// An attempt begins.
  void attempt_begins() { ++attempts_; }

  /// A wait begins, or an attempt led to CONNECTED: attempts are counted anew.
  void attempts_are_over() { attempts_ = 0; }

  /// Whether the attempt that failed is followed by the next one without a wait.
  bool tries_again_at_once(const Policy& policy) const {
    return attempts_ < policy.reconnect.attempts_per_wait;
  }

  /// The wait after the failure just counted: min(growth of base, cap), plus a drawn part of up to
  /// reconnect.jitter_percent of it. Draws only if there is jitter.
  Duration delay(FailureClass failure_class, const Policy& policy, Random& random) const;

  bool operator==(const Backoff&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(failures_, attempts_);
  }

 private:
  std::int32_t failures_ = 0;
  std::int32_t attempts_ = 0;  ///< since the last wait or connection
};

/// The class of an attempt that could not be opened; reconnect.failed_connect says it of those that
/// found nobody.
FailureClass classify(OpenFailure cause, const Policy& policy);

/// The class of a transport that closed.
FailureClass classify(CloseCause cause);

/// min(base x failures, cap), or min(base x 2^(failures - 1), cap): `failures` is at least 1.
Duration grown(const RetryDelay& numbers, std::int32_t failures);

/// The numbers of a class in that policy.
const RetryDelay& retry_delay(const Policy& policy, FailureClass failure_class);

}  // namespace fishtank::core
