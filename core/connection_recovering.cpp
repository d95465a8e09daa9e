#include <cassert>

#include "core/connection.hpp"
#include "core/keepalive.hpp"

/// From a loss or a failed attempt back to CONNECTING, or to a new life (behaviour.md,
/// "Reconnecting").
namespace fishtank::core {

void Connection::on(const Closed& input, Step step) {
  if (is_stale(input.attempt, step)) return;
  const bool asked_for = transport_.phase() == Transport::Phase::closing;
  transport_.gone(timers_);
  if (asked_for) {
    finish_stopping_if_done(step);
    return retry_if_ready(step);
  }
  const bool normal = input.cause == CloseCause::close_frame &&
                      (input.code == 1000 || input.code == 1001) && state_ == State::connected;
  if (normal && policy_->reconnect.on_clean_close == OnCleanClose::at_once) {
    return reconnect_at_once(step);
  }
  end_connection(classify(input.cause), Reason::connection_lost, step);
}

/// Whether it was CONNECTED or still on the way there.
void Connection::end_connection(FailureClass failure_class, Reason reason, Step step,
                                std::uint16_t close_code) {
  if (state_ == State::connecting) return attempt_failed(failure_class, step, close_code);
  lose(failure_class, reason, step, close_code);
}

void Connection::lose(FailureClass failure_class, Reason reason, Step step,
                      std::uint16_t close_code) {
  assert(state_ == State::connected);
  count_failure(failure_class, step);
  if (!policy_->reconnect.keep_token_on_loss) tokens_.drop(timers_);
  leave_transport(close_code, step);
  change_state(State::reconnecting, reason, step);
  if (backoff_.at_limit(*policy_)) return fail(Reason::failure_limit, step);
  schedule_retry(failure_class, step);
}

/// A client that takes a normal close for the end of a loop and begins the next turn: neither
/// counted nor waited for. No diagram has this arrow, so the table has it not, and the check
/// `legal_transitions` finds it (D-3).
void Connection::reconnect_at_once(Step step) {
  leave_transport(1000, step);
  enter(State::connecting, Reason::clean_close, step);
  begin_attempt(Reason::clean_close, step);
}

void Connection::leave_transport(std::uint16_t close_code, Step step) {
  timers_.disarm(Timer::connect_timeout);
  timers_.disarm(Timer::ack_diff);
  timers_.disarm(Timer::proven);
  heartbeat_.end(timers_);
  SilenceMonitor::end(timers_);
  Keepalive::end(timers_);
  outbox_.lose(*policy_, timers_, step.out);
  transport_.close(close_code, step.now, *policy_, timers_, step.out);
}

void Connection::count_failure(FailureClass failure_class, Step step) {
  backoff_.count();
  note(NoteKind::failure_counted, backoff_.failures(), static_cast<std::uint8_t>(failure_class),
       step);
}

void Connection::schedule_retry(FailureClass failure_class, Step step) {
  backoff_.attempts_are_over();
  retry_after(backoff_.delay(failure_class, *policy_, random_), failure_class, step);
}

void Connection::retry_after(Duration delay, FailureClass failure_class, Step step) {
  note(NoteKind::retry_scheduled, delay.count(), static_cast<std::uint8_t>(failure_class), step);
  retry_in(delay, step);
}

void Connection::retry_in(Duration delay, Step step) {
  retry_due_ = false;
  timers_.arm(Timer::retry, later(step.now, delay));
}

void Connection::retry_if_ready(Step step) {
  if (!retry_due_ || state_ != State::reconnecting || !transport_.is_gone()) return;
  retry_due_ = false;
  begin_attempt(Reason::retry_delay_over, step);
}

void Connection::use_new_token(Step step) {
  leave_transport(1000, step);
  change_state(State::reconnecting, Reason::new_token, step);
  retry_in(Duration::zero(), step);
}

// ---- at the limit ----------------------------------------------------------------------------

void Connection::fail(Reason reason, Step step) {
  leave_transport(1000, step);
  change_state(State::failed, reason, step);
  if (recovery_.logging_in()) return recovery_.wanted_for_recovery();
  if (!log_in(Recovery::Purpose::failed, step)) begin_restart(step);
}

bool Connection::log_in(Recovery::Purpose purpose, Step step) {
  if (recovery_.logging_in() || !recovery_.may_log_in(step.now, *policy_)) return false;
  const CallId call = next_call();
  recovery_.log_in(call, purpose, step.now, *policy_, timers_);
  step.out.push(PasswordLogin{call});
  return true;
}

void Connection::on(const LoginResult& input, Step step) {
  if (!recovery_.awaits(input.call)) return stale(static_cast<std::uint32_t>(input.call), step);
  login_settled(input.outcome, step);
}

void Connection::login_settled(ServiceOutcome outcome, Step step) {
  recovery_.settle(timers_);
  const bool success = outcome == ServiceOutcome::success;
  if (recovery_.purpose() == Recovery::Purpose::session) return session_login(success, step);
  if (!success) return begin_restart(step);
  backoff_ = {};
  tokens_.drop(timers_);  // it belonged to the old session
  change_state(State::reconnecting, Reason::recovered, step);
  retry_in(policy_->recovery.retry_delay, step);
}

void Connection::session_login(bool success, Step step) {
  if (state_ == State::connecting) {
    timers_.arm(Timer::connect_timeout, later(step.now, policy_->connect.timeout));
  }
  if (success) return request_token(tokens_.purpose(), step);
  token_given_up(ServiceOutcome::session_expired, step);
}

void Connection::begin_restart(Step step) {
  if (!policy_->recovery.restarts) return;  // FAILED for good: only a stop or a disable ends it
  if (!tasks_running()) return recovery_.wait(step.now, *policy_, timers_);
  cancel_tasks(step);
  recovery_.cancel(step.now, *policy_, timers_);
}

void Connection::restart_due(Step step) {
  if (recovery_.restart() == Recovery::Restart::cancelling) {
    note(NoteKind::forced_stop, 0, 0, step);
    return recovery_.wait(step.now, *policy_, timers_);
  }
  transport_.abort(timers_, step.out);
  timers_.disarm_all();
  outbox_.end(*policy_, timers_, step.out);
  tokens_ = {};
  cookies_ = {};
  recovery_.end(timers_);
  backoff_ = {};
  was_registered_ = false;
  change_state(State::disconnected, Reason::instance_restart, step);
  step.out.push(RestartInstance{});
}

}  // namespace fishtank::core
