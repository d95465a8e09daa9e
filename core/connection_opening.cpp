#include <cassert>
#include <utility>

#include "core/connection.hpp"
#include "core/keepalive.hpp"

/// From CONNECTING to CONNECTED: token, transport, registration (behaviour.md, "Opening and
/// registering").
namespace fishtank::core {

void Connection::begin_attempt(Reason reason, Step step) {
  assert(transport_.is_gone() && "at most one transport");
  change_state(State::connecting, reason, step);
  if (policy_->reconnect.failure_reset == FailureReset::every_attempt) backoff_.forget();
  backoff_.attempt_begins();
  registration_ = {};
  timers_.arm(Timer::connect_timeout, later(step.now, policy_->connect.timeout));
  open_or_request_token(step);
}

void Connection::open_or_request_token(Step step) {
  if (!registers() || tokens_.usable(step.now, *policy_)) return transport_.open(step.out);
  if (recovery_.logging_in()) {
    // The login that a refresh asked for is under way, and has a limit of its own.
    timers_.disarm(Timer::connect_timeout);
    return tokens_.wanted_for_opening();
  }
  if (tokens_.requested()) return tokens_.wanted_for_opening();
  request_token(TokenKeeper::Purpose::open, step);
}

// ---- token -----------------------------------------------------------------------------------

void Connection::request_token(TokenKeeper::Purpose purpose, Step step) {
  if (tokens_.requested()) return;
  const CallId call = next_call();
  tokens_.request(call, purpose, step.now, *policy_, timers_);
  if (!tokens_.withheld()) step.out.push(RequestToken{call});
}

void Connection::token_request_ended(Step step) {
  if (!tokens_.withheld()) return token_answered(ServiceOutcome::no_answer, {}, step);
  note(NoteKind::token_withheld, tokens_.since_message(step.now).count(), 0, step);
  tokens_.settle(timers_);
  go_without_token(FailureClass::other, step);
}

void Connection::on(const TokenResult& input, Step step) {
  if (!tokens_.awaits(input.call)) return stale(static_cast<std::uint32_t>(input.call), step);
  token_answered(input.outcome, input.token, step);
}

void Connection::token_answered(ServiceOutcome outcome, const std::string& token, Step step) {
  tokens_.settle(timers_);
  switch (outcome) {
    case ServiceOutcome::success: return token_arrived(token, step);
    case ServiceOutcome::token_expired:
      if (!policy_->token.retries_expired) break;
      [[fallthrough]];
    case ServiceOutcome::captcha:
      if (tokens_.may_retry(*policy_)) return request_token(tokens_.purpose(), step);
      break;
    case ServiceOutcome::session_expired:
      if (!log_in(Recovery::Purpose::session, step)) break;
      timers_.disarm(Timer::connect_timeout);  // the login has a limit of its own
      return;
    case ServiceOutcome::failure:
    case ServiceOutcome::no_answer: break;
  }
  token_given_up(outcome, step);
}

void Connection::token_arrived(const std::string& token, Step step) {
  tokens_.hold(token, step.now, *policy_, timers_);
  if (state_ == State::connected) return use_new_token(step);
  const bool awaited = state_ == State::connecting && transport_.is_gone();
  if (awaited) transport_.open(step.out);
}

void Connection::token_given_up(ServiceOutcome outcome, Step step) {
  note(NoteKind::token_failed, 0, static_cast<std::uint8_t>(outcome), step);
  const bool no_answer = outcome == ServiceOutcome::no_answer;
  go_without_token(no_answer ? FailureClass::network : FailureClass::other, step);
}

/// There is none to be had: that fails the attempt that waits for it, or the refresh.
void Connection::go_without_token(FailureClass failure_class, Step step) {
  const bool awaited = state_ == State::connecting && transport_.is_gone();
  if (!awaited) return tokens_.refresh_failed(step.now, *policy_, timers_);
  tokens_.forget_retries();
  attempt_failed(failure_class, step);
}

// ---- transport -------------------------------------------------------------------------------

void Connection::on(const Opened& input, Step step) {
  if (is_stale(input.attempt, step)) return;
  if (transport_.phase() != Transport::Phase::opening) return;  // it is being closed already
  transport_.opened();
  Keepalive::alive(step.now, *policy_, timers_);
  if (policy_->reconnect.failure_reset == FailureReset::at_open) backoff_.forget();
  if (policy_->heartbeat.begins == HeartbeatBegins::at_open) begin_heartbeat(step);
  if (registers()) return send_reg(step);
  connected(Reason::taken_as_registered, step);
}

/// Whether this attempt registers; if not, it needs no token either.
bool Connection::registers() const {
  return policy_->connect.registers == Registers::every_connection || !was_registered_;
}

void Connection::on(const OpenFailed& input, Step step) {
  if (is_stale(input.attempt, step)) return;
  if (transport_.is_open()) return;  // it did open: what ends it now is a Closed
  const bool given_up = transport_.phase() == Transport::Phase::closing;
  transport_.gone(timers_);
  if (!given_up) return attempt_failed(classify(input.cause, *policy_), step);
  finish_stopping_if_done(step);
  retry_if_ready(step);
}

// ---- registration ----------------------------------------------------------------------------

void Connection::send_reg(Step step) {
  const Mid mid = new_mid(step);
  const SendId id =
      send(Register{.mid = mid, .token = tokens_.token(), .device_id = who_->device_id}, step);
  registration_.sending(Registration::Request::reg, mid, id, *policy_);
}

void Connection::send_get_state(Step step) {
  const Mid mid = new_mid(step);
  registration_.sending(Registration::Request::get_state, mid, send(GetState{mid}, step), *policy_);
}

void Connection::send_ack_diff(const SyncState& told, Step step) {
  const Mid mid = new_mid(step);
  const AckDiff frame{.mid = mid, .pts = told.pts, .timestamp_ms = told.timestamp_ms};
  registration_.sending(Registration::Request::ack_diff, mid, send(frame, step), *policy_);
}

/// What a client says that has not asked the server: nothing older than now.
SyncState Connection::sync_from(Instant now) const {
  const std::int64_t wall_ms = wall(now).ms;
  return {.pts = wall_ms * 1000, .timestamp_ms = wall_ms};
}

void Connection::registration_answered(const Response& response, Step step) {
  if (response.code != 200) {
    note(NoteKind::registration_refused, response.code, 0, step);
    if (policy_->connect.confirm_registration) {
      if (response.code == policy_->token.refused_code) tokens_.drop(timers_);
      return attempt_failed(FailureClass::other, step);
    }
  }
  registration_.answered();
  const bool awaited = policy_->connect.sequence == RegistrationSequence::awaited;
  if (awaited) return request_next(response, step);
  connected_if_registered(step);
}

void Connection::request_next(const Response& response, Step step) {
  switch (registration_.request()) {
    case Registration::Request::reg: return send_get_state(step);
    case Registration::Request::get_state: {
      const auto* told = response.body ? std::get_if<SyncState>(&*response.body) : nullptr;
      return send_ack_diff(told != nullptr ? *told : sync_from(step.now), step);
    }
    case Registration::Request::ack_diff: return connected_if_registered(step);
  }
}

void Connection::connected_if_registered(Step step) {
  if (registration_.finished(*policy_)) connected(Reason::registered, step);
}

void Connection::connected(Reason reason, Step step) {
  timers_.disarm(Timer::connect_timeout);
  change_state(State::connected, reason, step);
  was_registered_ = true;
  backoff_.attempts_are_over();
  const FailureReset reset = policy_->reconnect.failure_reset;
  if (reset == FailureReset::at_connected) backoff_.forget();
  if (reset == FailureReset::when_proven) {
    timers_.arm(Timer::proven, later(step.now, policy_->reconnect.proven_after));
  }
  cookies_.begin(step.now, *policy_, timers_);
  silence_.begin(step.now, *policy_, timers_);
  if (policy_->heartbeat.begins == HeartbeatBegins::at_connected) begin_heartbeat(step);
  send_waiting_chats(step);
}

/// The attempt has had its time. Until the transport is open nobody has answered at all.
void Connection::attempt_timed_out(Step step) {
  const bool opened = transport_.is_open();
  attempt_failed(opened ? FailureClass::network : policy_->reconnect.failed_connect, step);
}

void Connection::attempt_failed(FailureClass failure_class, Step step, std::uint16_t close_code) {
  assert(state_ == State::connecting);
  if (tokens_.purpose() == TokenKeeper::Purpose::open) tokens_.settle(timers_);
  count_failure(failure_class, step);
  leave_transport(close_code, step);
  if (backoff_.at_limit(*policy_)) return fail(Reason::failure_limit, step);
  change_state(State::reconnecting, Reason::attempt_failed, step);
  if (!backoff_.tries_again_at_once(*policy_)) return schedule_retry(failure_class, step);
  retry_after(Duration::zero(), failure_class, step);
}

}  // namespace fishtank::core
