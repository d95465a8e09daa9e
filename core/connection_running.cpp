#include <utility>

#include "core/connection.hpp"
#include "core/keepalive.hpp"
#include "core/mid.hpp"

/// While the transport is open: frames in and out, heartbeats, messages, cookies (behaviour.md,
/// "Heartbeat", "Messages in", "Token and cookie").
namespace fishtank::core {

SendId Connection::send(Frame frame, Step step) {
  last_send_ = static_cast<SendId>(static_cast<std::uint32_t>(last_send_) + 1);
  step.out.push(
      Send{.attempt = transport_.attempt(), .send = last_send_, .frame = std::move(frame)});
  return last_send_;
}

void Connection::on(const Sent& input, Step step) {
  if (is_stale(input.attempt, step)) return;
  if (!transport_.is_open()) return;  // it is being closed: what was sent connects nothing any more
  if (heartbeat_.sent(input.send, step.now, *policy_, timers_)) return;
  const auto taken = registration_.sent(input.send);
  const bool timed = policy_->connect.sequence == RegistrationSequence::timed;
  if (taken == Registration::Request::reg && timed) {
    timers_.arm(Timer::ack_diff, later(step.now, policy_->connect.ack_diff_delay));
  }
  if (taken == Registration::Request::ack_diff) connected_if_registered(step);
}

void Connection::on(const SendFailed& input, Step step) {
  if (is_stale(input.attempt, step)) return;
  if (!transport_.is_open()) return;  // it is being closed already
  if (heartbeat_.awaits(input.send)) return heartbeat_not_sent(step);
  if (registration_.awaits(input.send)) attempt_failed(FailureClass::unexpected_close, step);
}

// ---- frames of the server --------------------------------------------------------------------

void Connection::on(const Received& input, Step step) {
  if (is_stale(input.attempt, step)) return;
  if (!transport_.is_open()) return;  // it is being closed: nobody listens any more
  silence_.heard(step.now, *policy_);
  std::visit([&](const auto& frame) { take(frame, step); }, input.frame);
}

void Connection::on(const ReceivedGarbage& input, Step step) {
  if (is_stale(input.attempt, step)) return;
  silence_.heard(step.now, *policy_);
  note(NoteKind::undecodable_frame, 0, 0, step);
}

void Connection::on(const PongReceived& input, Step step) {
  if (is_stale(input.attempt, step)) return;
  if (transport_.is_open()) Keepalive::alive(step.now, *policy_, timers_);
}

void Connection::take(const Response& response, Step step) {
  const bool is_beat = heartbeat_answered(response, step);
  if (state_ == State::connecting && registration_.asks_for(response)) {
    return registration_answered(response, step);
  }
  if (is_beat && policy_->heartbeat.swallows_answers) return;  // whoever else waits for it (D-5)
  if (auto chat = outbox_.take(response.mid, timers_)) {
    return chat_answered(std::move(*chat), response, step);
  }
  if (response.code == 200 || state_ != State::connected) return;
  note(NoteKind::heartbeat_refused, response.code, 0, step);
  if (response.code == policy_->token.refused_code) {
    tokens_.drop(timers_);
    fail(Reason::authentication_error, step);
  }
}

void Connection::take(const Push& push, Step step) {
  acknowledge({.mid = push.mid, .sid = push.sid, .echoes_device = true},
              push.path == PushPath::sync, step);
  cookies_.message_received(step.now);
  tokens_.message_received(step.now, *policy_);
  if (policy_->reconnect.failure_reset == FailureReset::at_message) backoff_.forget();
  if (!push.items) return;
  for (const PushItem& item : *push.items) {
    inbox_.receive(item, step.now, wall(step.now), *policy_, step.out);
    if (policy_->inbox.package_items == PackageItems::first) break;  // nobody sees the rest (D-11)
  }
  block_while_handling();
}

void Connection::take(const Kick& kick, Step step) {
  acknowledge({.mid = kick.mid, .sid = kick.sid}, false, step);
  if (policy_->reconnect.on_kick == OnKick::ignore) return;
  tokens_.drop(timers_);
  end_connection(FailureClass::other, Reason::kicked, step);
}

void Connection::take(const OtherPush& push, Step step) {
  acknowledge({.mid = push.mid, .sid = push.sid}, false, step);
}

void Connection::take(const AppPing&, Step step) {
  if (!policy_->inbox.answers_app_ping) return;
  step.out.push(Send{.attempt = transport_.attempt(), .frame = AppPong{}});
}

/// A frame that only clients send: the server broke the protocol. It is reported and harms nothing.
template <typename ClientFrame>
void Connection::take(const ClientFrame&, Step step) {
  note(NoteKind::undecodable_frame, 0, 0, step);
}

void Connection::acknowledge(const Ack& ack, bool is_sync, Step step) {
  const Acknowledges which = policy_->inbox.acknowledges;
  if (which == Acknowledges::nothing) return;
  if (which == Acknowledges::sync_only && !is_sync) return;
  if (ack.mid.empty()) return;  // a push without headers: there is nothing to acknowledge it by
  for (std::int32_t times = 0; times < policy_->inbox.acks_each; ++times) {
    step.out.push(Send{.attempt = transport_.attempt(), .frame = ack});
  }
}

void Connection::on(const HandlerDone& input, Step step) {
  if (!inbox_.handled(input.handler, *policy_, step.out)) {
    return stale(static_cast<std::uint32_t>(input.handler), step);
  }
  block_while_handling();
  work_off_backlog(step);
}

/// A client whose handlers run where it reads, sends and looks at its clock does nothing else
/// meanwhile (D-19).
void Connection::block_while_handling() {
  blocked_ = policy_->inbox.handlers_block && !inbox_.idle();
}

/// The handler is done: what has come meanwhile is handled, up to the next message that blocks.
void Connection::work_off_backlog(Step step) {
  std::size_t done = 0;
  while (!blocked_ && done < backlog_.size()) {
    std::visit([&](const auto& one) { on(one, step); }, backlog_[done++]);
  }
  backlog_.erase(backlog_.begin(), backlog_.begin() + static_cast<std::ptrdiff_t>(done));
}

// ---- heartbeat and cookies -------------------------------------------------------------------

void Connection::begin_heartbeat(Step step) {
  heartbeat_.begin(step.now, *policy_, timers_);
  if (cookies_.refreshing() && policy_->cookie.pauses_heartbeat) heartbeat_.pause(timers_);
}

/// Whether this counts as the answer to a heartbeat.
bool Connection::heartbeat_answered(const Response& response, Step step) {
  if (response.code != 200) return false;
  if (!heartbeat_.answered(response.mid, step.now, *policy_, timers_)) return false;
  if (timers_.armed(Timer::proven) && heartbeat_.proofs() >= 2) {
    timers_.disarm(Timer::proven);
    backoff_.forget();
  }
  return true;
}

void Connection::send_heartbeat(Step step) {
  if (!enabled_ || !transport_.is_open()) return heartbeat_.end(timers_);
  const Mid mid = new_mid(step);
  const SendId id = send(Heartbeat{mid}, step);
  heartbeat_.sending(mid, id, step.now, *policy_, timers_);
}

void Connection::heartbeat_not_sent(Step step) {
  const auto verdict = heartbeat_.send_failed(step.now, *policy_, timers_);
  note(NoteKind::heartbeat_failed, heartbeat_.send_failures(), 0, step);
  if (verdict == HeartbeatMachine::Verdict::retry) return;
  if (policy_->heartbeat.on_give_up == OnGiveUp::leave_open) return abandon_heartbeat(step);
  end_connection(FailureClass::other, Reason::heartbeat_given_up, step);
}

void Connection::heartbeat_unanswered(Step step) {
  if (policy_->heartbeat.on_silence == OnGiveUp::leave_open) return abandon_heartbeat(step);
  end_connection(FailureClass::network, Reason::heartbeat_timeout, step);
}

/// No more heartbeats, and nobody reconnects (D-2).
void Connection::abandon_heartbeat(Step step) {
  note(NoteKind::heartbeat_abandoned, 0, 0, step);
  heartbeat_.end(timers_);
}

void Connection::look_for_silence(Step step) {
  if (!silence_.too_long(step.now, *policy_, timers_)) return;
  lose(FailureClass::network, Reason::silence, step);
}

void Connection::check_cookies(Step step) {
  if (!cookies_.due(step.now, *policy_, timers_)) return;
  const bool dead = timers_.at(Timer::heartbeat_silence) <= step.now;
  if (dead) return;  // overdue as well, after a freeze: a pause must not hide it
  const CallId call = next_call();
  cookies_.request(call, step.now, *policy_, timers_);
  step.out.push(RefreshCookie{call});
  if (policy_->cookie.pauses_heartbeat && heartbeat_.running()) heartbeat_.pause(timers_);
}

void Connection::on(const CookieResult& input, Step step) {
  if (!cookies_.awaits(input.call)) return stale(static_cast<std::uint32_t>(input.call), step);
  cookies_settled(step);
}

void Connection::cookies_settled(Step step) {
  cookies_.settle(step.now, timers_);
  heartbeat_.resume(step.now, *policy_, timers_);
}

}  // namespace fishtank::core
