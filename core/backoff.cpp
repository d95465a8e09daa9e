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

Duration Backoff::delay(FailureClass failure_class, const Policy& policy, Random& random) const {
  const RetryDelay& numbers = retry_delay(policy, failure_class);
  // The cap divides first, so that no number of failures overflows the product.
  const bool capped = numbers.base > Duration::zero() && failures_ > numbers.cap / numbers.base;
  const Duration delay = capped ? numbers.cap : numbers.base * failures_;
  return delay + random.below(delay * policy.reconnect.jitter_percent / 100);
}

FailureClass classify(OpenFailure cause) {
  switch (cause) {
    case OpenFailure::refused:
    case OpenFailure::unreachable:
    case OpenFailure::dns:
    case OpenFailure::timeout: return FailureClass::network;
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
