#include "core/backoff.hpp"

#include <algorithm>

namespace fishtank::core {

const RetryDelay& retry_delay(const Policy& policy, FailureClass failure_class) {
  switch (failure_class) {
    case FailureClass::unexpected_close: return policy.reconnect.unexpected_close;
    case FailureClass::network: return policy.reconnect.network;
    case FailureClass::other: break;
  }
  return policy.reconnect.other;
}

Duration grown(const RetryDelay& numbers, std::int32_t failures) {
  // Each way asks the cap first, so that no number of failures overflows the product.
  if (numbers.base <= Duration::zero()) return Duration::zero();
  const Duration::rep most = numbers.cap / numbers.base;  ///< the cap holds the base so many times
  if (numbers.growth == Growth::linear) {
    return failures > most ? numbers.cap : numbers.base * failures;
  }
  const std::int32_t doublings = std::max(failures - 1, 0);
  const bool capped = doublings >= 62 || (Duration::rep{1} << doublings) > most;
  return capped ? numbers.cap : numbers.base * (Duration::rep{1} << doublings);
}

Duration Backoff::delay(FailureClass failure_class, const Policy& policy, Random& random) const {
  const Duration delay = grown(retry_delay(policy, failure_class), failures_);
  return delay + random.below(delay * policy.reconnect.jitter_percent / 100);
}

FailureClass classify(OpenFailure cause, const Policy& policy) {
  switch (cause) {
    case OpenFailure::refused:
    case OpenFailure::unreachable:
    case OpenFailure::dns:
    case OpenFailure::timeout: return policy.reconnect.failed_connect;
    case OpenFailure::reset: return FailureClass::unexpected_close;
    case OpenFailure::tls:
    case OpenFailure::http_status:
    case OpenFailure::protocol: break;
  }
  return FailureClass::other;
}

FailureClass classify(CloseCause cause) {
  switch (cause) {
    case CloseCause::end_of_stream:
    case CloseCause::reset: return FailureClass::unexpected_close;
    case CloseCause::timed_out: return FailureClass::network;
    case CloseCause::close_frame:
    case CloseCause::own_close:
    case CloseCause::protocol_error: break;
  }
  return FailureClass::other;
}

}  // namespace fishtank::core
