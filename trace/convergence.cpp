#include "trace/convergence.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plan/units.hpp"
#include "trace/bounds.hpp"

namespace fishtank::trace {

namespace {

using core::Duration;
using core::State;
using Wish = ClientStatus::Wish;

std::optional<std::string> unless_in(State wanted, State state, std::string_view why) {
  if (state == wanted) return std::nullopt;
  return fmt::format("it is {} and should be {}: {}", name(state), name(wanted), why);
}

std::optional<std::string> why_not_served(const ClientStatus& client) {
  if (!client.session.held()) {
    return "it is CONNECTED, but the server holds no registered session of it";
  }
  const auto messages = client.custody.messages();
  if (messages.empty()) return std::nullopt;
  const Custody::Message& oldest = messages.front();
  return fmt::format("{} message{} neither delivered nor discarded, the oldest accepted at {} {}",
                     messages.size(), messages.size() == 1 ? " is" : "s are",
                     plan::print_duration(oldest.accepted_at.time_since_epoch()),
                     oldest.released ? "and acknowledged" : "and still in the server's custody");
}

/// The longest wait before a retry, its jitter included.
Duration longest_wait(const core::Policy::Reconnect& reconnect) {
  const Duration cap =
      std::max({reconnect.unexpected_close.cap, reconnect.network.cap, reconnect.other.cap});
  return cap + cap * reconnect.jitter_percent / 100;
}

/// From FAILED to RECONNECTING or to the new life.
Duration recovery_bound(const core::Policy::Recovery& recovery) {
  const Duration login = recovery.password_login ? recovery.login_timeout : Duration::zero();
  return login + std::max(recovery.retry_delay, recovery.cancel_timeout + recovery.restart_delay);
}

}  // namespace

std::optional<std::string> why_not_converged(const ClientStatus& client) {
  switch (client.wish) {
    case Wish::none: return std::nullopt;
    case Wish::stopped: return unless_in(State::closed, client.state, "it was stopped");
    case Wish::disabled:
      return unless_in(State::disconnected, client.state, "its account is disabled");
    case Wish::running: break;
  }
  if (auto why = unless_in(State::connected, client.state, "nothing hinders it any more")) {
    return why;
  }
  return why_not_served(client);
}

Duration convergence_bound(const core::Policy& policy) {
  const Duration paused =
      policy.cookie.pauses_heartbeat ? policy.cookie.refresh_timeout : Duration::zero();
  const Duration noticed = silence_bound(policy) + paused;
  const Duration retried =
      policy.reconnect.close_timeout + longest_wait(policy.reconnect) + policy.connect.timeout;
  return noticed + retried + recovery_bound(policy.recovery) + retried;
}

}  // namespace fishtank::trace
