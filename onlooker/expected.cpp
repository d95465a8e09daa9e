#include "onlooker/expected.hpp"

#include <algorithm>

#include "trace/bounds.hpp"
#include "trace/convergence.hpp"

namespace fishtank::onlooker {

namespace {

using core::kOff;
using core::Policy;

void expect_heartbeats(const Policy& policy, Expected& expected) {
  const auto& heartbeat = policy.heartbeat;
  expected.heartbeat_interval = heartbeat.interval;
  if (heartbeat.interval == kOff) {
    expected.first_heartbeat_within = kOff;
  } else {
    const Duration gap = trace::heartbeat_gap_bound(policy) + kNetworkSlack;
    expected.heartbeat_tolerance = gap - heartbeat.interval;
    expected.first_heartbeat_within = policy.connect.timeout + gap;
  }
  const bool pauses = policy.cookie.refresh_interval != kOff && policy.cookie.pauses_heartbeat;
  expected.heartbeat_pause = pauses ? policy.cookie.refresh_timeout : kOff;
  expected.heartbeat_pause_every =
      std::max(policy.cookie.refresh_interval - policy.cookie.check_interval, Duration::zero());
  expected.leave_within =
      trace::silence_bound(policy) + policy.reconnect.close_timeout + kNetworkSlack;
  expected.any_answer_counts = heartbeat.answer_match == core::AnswerMatch::any_200;
}

/// Timers are not punctual, though hardly ever early; and the way there and back comes on top.
Duration somewhat_less(Duration delay) { return delay - std::min(trace::kTimerSlack, delay / 10); }

void expect_delays(const Policy& policy, Expected& expected) {
  const auto& reconnect = policy.reconnect;
  expected.delays = {reconnect.unexpected_close, reconnect.network, reconnect.other};
  const Duration least = least_wait(expected, 1);
  expected.least_reconnect_delay = somewhat_less(least);
  expected.back_within = trace::convergence_bound(policy) + kNetworkSlack;
  expected.max_failures = reconnect.max_failures;
  expected.served_is_proof = reconnect.failure_reset != core::FailureReset::when_proven &&
                             reconnect.failure_reset != core::FailureReset::at_message;
  const auto& recovery = policy.recovery;
  expected.recovers = recovery.password_login || recovery.restarts;
  Duration recovers_after = least;
  if (recovery.password_login) recovers_after = std::min(recovers_after, recovery.retry_delay);
  if (recovery.restarts) recovers_after = std::min(recovers_after, recovery.restart_delay);
  expected.least_recovery_delay = somewhat_less(recovers_after);
}

}  // namespace

Duration least_wait(const Expected& expected, std::uint64_t failures) {
  Duration least = core::hours(1);
  for (const core::RetryDelay& delay : expected.delays) {
    least = std::min(least, trace::shortest_wait(delay, failures));
  }
  return least;
}

Expected expected_of(const Policy& policy) {
  Expected expected;
  expect_heartbeats(policy, expected);
  expect_delays(policy, expected);
  expected.register_within = policy.connect.timeout + kNetworkSlack;
  if (policy.inbox.acknowledges == core::Acknowledges::nothing) {
    expected.ack_within = kOff;
    if (!policy.inbox.answers_app_ping) expected.app_pong_within = kOff;
  }
  expected.overlap = policy.reconnect.close_timeout + kNetworkSlack;
  return expected;
}

}  // namespace fishtank::onlooker
