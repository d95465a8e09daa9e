#include "core/connection.hpp"

#include <cassert>
#include <utility>

#include "core/hasher.hpp"
#include "core/keepalive.hpp"
#include "core/mid.hpp"

namespace fishtank::core {

namespace {

/// At one moment each timer goes off a few times at most.
constexpr std::size_t kMostTurns = 10 * kTimers;

/// What reaches a client whose handler holds everything up: the end of a handler or of tasks, and
/// the calendar, which nobody notices but reads. Even a stop waits: who would hear it is not there.
bool is_heard_by_the_blocked(const Input& input) {
  return std::holds_alternative<HandlerDone>(input) ||
         std::holds_alternative<TasksCancelled>(input) || std::holds_alternative<ClockSet>(input);
}

}  // namespace

Connection::Connection(Shared<Policy> policy, Shared<Identity> who, Seed jitter)
    : random_(jitter), policy_(std::move(policy)), who_(std::move(who)) {}

void Connection::handle(const Input& input, Instant now, Effects& out) {
  assert(out.empty() && "the host drains the effects before the next input");
  if (blocked_ && !is_heard_by_the_blocked(input)) return backlog_.push_back(input);
  std::visit([&](const auto& one) { on(one, Step{now, out}); }, input);
}

void Connection::tick(Instant now, Effects& out) {
  assert(out.empty() && "the host drains the effects before the next input");
  if (blocked_) return;
  [[maybe_unused]] std::size_t turns = 0;
  while (const auto timer = timers_.take_due(now)) {
    assert(++turns <= kMostTurns && "a timer that is due again at the moment it went off");
    on_timer(*timer, Step{now, out});
  }
}

void Connection::on_timer(Timer timer, Step step) {
  switch (timer) {
    case Timer::stopping: return stopping_overdue(step);
    case Timer::connect_timeout: return attempt_timed_out(step);
    case Timer::heartbeat_silence: return heartbeat_unanswered(step);
    case Timer::keepalive_pong:
      return end_connection(FailureClass::network, Reason::keepalive_timeout, step, 1011);
    case Timer::silence_check: return look_for_silence(step);
    case Timer::heartbeat_send: return heartbeat_not_sent(step);
    case Timer::transport_close: transport_.abort(timers_, step.out); return retry_if_ready(step);
    case Timer::token_request: return token_request_ended(step);
    case Timer::login_request: return login_settled(ServiceOutcome::no_answer, step);
    case Timer::cookie_request: return cookies_settled(step);
    case Timer::chat_answer: return outbox_.time_out(step.now, timers_, step.out);
    case Timer::restart: return restart_due(step);
    case Timer::ack_diff: return send_ack_diff(sync_from(step.now), step);
    case Timer::heartbeat: return send_heartbeat(step);
    case Timer::keepalive_ping:
      step.out.push(SendPing{transport_.attempt()});
      return Keepalive::pinged(step.now, *policy_, timers_);
    case Timer::proven: return backoff_.forget();
    case Timer::retry: return retry_wait_over(step);
    case Timer::token_refresh: return request_token(TokenKeeper::Purpose::refresh, step);
    case Timer::cookie_check: return check_cookies(step);
    case Timer::stuck: return note(NoteKind::stuck, (step.now - state_since_).count(), 0, step);
  }
}

void Connection::on(const Start& input, Step step) {
  if (state_ != State::disconnected || stopping_ != Stopping::no || !enabled_) return;
  silence_.started(step.now, *policy_);
  if (input.possible) return begin_attempt(Reason::started, step);
  count_failure(FailureClass::other, step);
  change_state(State::reconnecting, Reason::cannot_begin, step);
  if (backoff_.at_limit(*policy_)) return fail(Reason::failure_limit, step);
  schedule_retry(FailureClass::other, step);
}

void Connection::on(const Stop&, Step step) {
  if (state_ == State::closed) return;
  if (must_wait_out_retry()) {
    stop_waits_ = true;
    return;
  }
  begin_stopping(Stopping::to_closed, step);
}

void Connection::on(const AccountEnabled& input, Step step) {
  enabled_ = input.enabled;
  const bool at_rest = state_ == State::closed || state_ == State::disconnected;
  if (enabled_ || at_rest || must_wait_out_retry()) return;
  begin_stopping(Stopping::to_disconnected, step);
}

void Connection::on(const ClockSet& input, Step step) {
  wall_minus_run_ms_ =
      input.wall.ms - duration_cast<milliseconds>(step.now.time_since_epoch()).count();
}

void Connection::change_state(State to, Reason reason, Step step) {
  assert(to == state_ || is_legal(state_, to));
  enter(to, reason, step);
}

/// The change itself. Called directly only where a policy asks for an arrow that the table has not.
void Connection::enter(State to, Reason reason, Step step) {
  if (to == state_) return;
  const State from = std::exchange(state_, to);
  state_since_ = step.now;
  step.out.push(StateChanged{.from = from, .to = to, .reason = reason, .level = level_of(to)});
  const bool watched = to == State::connecting || to == State::reconnecting;
  const bool watching = watched && policy_->watch.stuck_after != kOff;
  timers_.arm(Timer::stuck, watching ? later(step.now, policy_->watch.stuck_after) : kNever);
}

void Connection::note(NoteKind kind, std::int64_t number, std::uint8_t detail, Step step) {
  step.out.push(Note{.kind = kind, .detail = detail, .number = number});
}

// ---- stopping --------------------------------------------------------------------------------

/// A client that sleeps through its retry delay hears nothing before it is over (D-17).
bool Connection::must_wait_out_retry() const {
  return !policy_->reconnect.interruptible_wait && timers_.armed(Timer::retry);
}

void Connection::retry_wait_over(Step step) {
  if (stop_waits_) return begin_stopping(Stopping::to_closed, step);
  if (!enabled_) return begin_stopping(Stopping::to_disconnected, step);
  retry_due_ = true;
  retry_if_ready(step);
}

void Connection::begin_stopping(Stopping target, Step step) {
  if (stopping_ != Stopping::no) {
    stopping_ = std::max(stopping_, target);  // a stop overrules a disable, never the reverse
    return;
  }
  stopping_ = target;
  const bool closing_already = transport_.phase() == Transport::Phase::closing;
  const bool must_cancel = tasks_running();
  timers_.disarm_all();
  heartbeat_.end(timers_);
  recovery_.end(timers_);  // a restart that waits for its tasks is not to come later
  outbox_.end(*policy_, timers_, step.out);
  if (!closing_already) transport_.close(1000, step.now, *policy_, timers_, step.out);
  timers_.disarm(Timer::transport_close);  // stopping has a limit of its own
  timers_.arm(Timer::stopping, later(step.now, policy_->stopping.cancel_timeout));
  stopping_forced_ = false;
  tasks_cancelling_ = must_cancel;
  if (must_cancel) cancel_tasks(step);
  finish_stopping_if_done(step);
}

void Connection::stopping_overdue(Step step) {
  if (stopping_forced_) return finish_stopping(step);
  stopping_forced_ = true;
  note(NoteKind::forced_stop, 0, 0, step);
  transport_.abort(timers_, step.out);
  timers_.arm(Timer::stopping, later(step.now, policy_->stopping.force_timeout));
  finish_stopping_if_done(step);
}

void Connection::finish_stopping_if_done(Step step) {
  if (stopping_ == Stopping::no || tasks_cancelling_ || !transport_.is_gone()) return;
  finish_stopping(step);
}

void Connection::finish_stopping(Step step) {
  const bool for_good = stopping_ == Stopping::to_closed;
  timers_.disarm_all();
  tokens_ = {};
  cookies_ = {};
  backoff_ = {};
  was_registered_ = false;
  tasks_cancelling_ = false;
  stopping_ = Stopping::no;
  change_state(for_good ? State::closed : State::disconnected,
               for_good ? Reason::stopped : Reason::account_disabled, step);
}

bool Connection::tasks_running() const {
  return !inbox_.idle() || tokens_.requested() || cookies_.refreshing() || recovery_.logging_in();
}

void Connection::cancel_tasks(Step step) {
  inbox_.cancel(step.out);
  blocked_ = false;
  tokens_.settle(timers_);
  cookies_ = {};
  recovery_.end(timers_);
  step.out.push(CancelTasks{});
}

void Connection::on(const TasksCancelled&, Step step) {
  tasks_cancelling_ = false;
  if (stopping_ != Stopping::no) return finish_stopping_if_done(step);
  if (recovery_.restart() == Recovery::Restart::cancelling) {
    recovery_.wait(step.now, *policy_, timers_);
  }
}

// ---- small things ----------------------------------------------------------------------------

bool Connection::is_stale(AttemptId attempt, Step step) {
  if (transport_.is_current(attempt)) return false;
  stale(static_cast<std::uint32_t>(attempt), step);
  return true;
}

CallId Connection::next_call() {
  last_call_ = static_cast<CallId>(static_cast<std::uint32_t>(last_call_) + 1);
  return last_call_;
}

WallTime Connection::wall(Instant now) const {
  return {wall_minus_run_ms_ + duration_cast<milliseconds>(now.time_since_epoch()).count()};
}

Mid Connection::new_mid(Step step) { return make_mid(random_, wall(step.now)); }

std::uint64_t Connection::hash() const {
  Hasher hasher;
  hasher(timers_, blocked_, backlog_.size(), state_, stopping_, enabled_, retry_due_, stop_waits_,
         was_registered_, stopping_forced_, tasks_cancelling_, last_send_, transport_, heartbeat_,
         random_.peek(), wall_minus_run_ms_, state_since_, last_call_, backoff_, registration_,
         silence_, tokens_, cookies_, recovery_, inbox_, outbox_);
  return hasher.value();
}

}  // namespace fishtank::core
