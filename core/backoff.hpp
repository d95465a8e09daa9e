#pragma once

#include <cstdint>

#include "core/input.hpp"
#include "core/policy.hpp"
#include "core/random.hpp"

namespace fishtank::core {

/// Counts consecutive failures and says how long to wait after each (behaviour.md, "Reconnecting").
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

  /// The wait after the failure just counted: min(base x failures, cap), plus a drawn part of up to
  /// reconnect.jitter_percent of it. Draws only if there is jitter.
  Duration delay(FailureClass failure_class, const Policy& policy, Random& random) const;

  bool operator==(const Backoff&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(failures_);
  }

 private:
  std::int32_t failures_ = 0;
};

/// The class of an attempt that could not be opened.
FailureClass classify(OpenFailure cause);

/// The class of a transport that closed.
FailureClass classify(CloseCause cause);

/// The numbers of a class in that policy.
const RetryDelay& retry_delay(const Policy& policy, FailureClass failure_class);

}  // namespace fishtank::core
