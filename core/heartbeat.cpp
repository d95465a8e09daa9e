#include "core/heartbeat.hpp"

#include <algorithm>

namespace fishtank::core {

namespace {

/// An answer to an older heartbeat than that many back tells nothing about the connection now.
constexpr std::size_t kUnansweredKept = 8;

bool asks_for_mids(const Policy& policy) {
  return policy.heartbeat.answer_match == AnswerMatch::mid ||
         policy.reconnect.failure_reset == FailureReset::when_proven;
}

}  // namespace

void HeartbeatMachine::begin(Instant now, const Policy& policy, Timers& timers) {
  *this = {};
  if (policy.heartbeat.interval == kOff) return;
  running_ = true;
  const bool at_once = policy.heartbeat.first == FirstHeartbeat::at_once;
  timers.arm(Timer::heartbeat, at_once ? now : later(now, policy.heartbeat.interval));
  await_answer(now, policy, timers);
}

void HeartbeatMachine::end(Timers& timers) {
  running_ = false;
  pause(timers);
}

void HeartbeatMachine::pause(Timers& timers) {
  due_when_paused_ = timers.armed(Timer::heartbeat) ? timers.at(Timer::heartbeat) : kStart;
  paused_ = true;
  awaited_ = {};
  timers.disarm(Timer::heartbeat);
  timers.disarm(Timer::heartbeat_send);
  timers.disarm(Timer::heartbeat_silence);
}

void HeartbeatMachine::resume(Instant now, const Policy& policy, Timers& timers) {
  if (!running_ || !paused_) return;
  paused_ = false;
  timers.arm(Timer::heartbeat, std::max(now, due_when_paused_));
  await_answer(now, policy, timers);
}

void HeartbeatMachine::sending(const Mid& mid, SendId send, Instant now, const Policy& policy,
                               Timers& timers) {
  awaited_ = send;
  timers.arm(Timer::heartbeat_send, later(now, policy.heartbeat.send_timeout));
  if (asks_for_mids(policy)) {
    if (unanswered_.size() == kUnansweredKept) unanswered_.erase(unanswered_.begin());
    unanswered_.push_back(mid);
  }
}

bool HeartbeatMachine::sent(SendId send, Instant now, const Policy& policy, Timers& timers) {
  if (!awaits(send)) return false;
  awaited_ = {};
  send_failures_ = 0;
  timers.disarm(Timer::heartbeat_send);
  timers.arm(Timer::heartbeat, later(now, policy.heartbeat.interval));
  return true;
}

HeartbeatMachine::Verdict HeartbeatMachine::send_failed(Instant now, const Policy& policy,
                                                        Timers& timers) {
  awaited_ = {};
  timers.disarm(Timer::heartbeat_send);
  if (++send_failures_ >= policy.heartbeat.max_send_failures) return Verdict::give_up;
  timers.arm(Timer::heartbeat, later(now, policy.heartbeat.retry_delay));
  return Verdict::retry;
}

bool HeartbeatMachine::answered(const Mid& mid, Instant now, const Policy& policy, Timers& timers) {
  if (!running_) return false;
  const auto match = std::find(unanswered_.begin(), unanswered_.end(), mid);
  const bool by_mid = match != unanswered_.end();
  if (by_mid) {
    unanswered_.erase(unanswered_.begin(), match + 1);
    ++proofs_;
  }
  if (!by_mid && policy.heartbeat.answer_match == AnswerMatch::mid) return false;
  if (!paused_) await_answer(now, policy, timers);
  return true;
}

void HeartbeatMachine::await_answer(Instant now, const Policy& policy, Timers& timers) {
  if (policy.heartbeat.timeout == kOff) return;
  timers.arm(Timer::heartbeat_silence, later(now, policy.heartbeat.timeout));
}

}  // namespace fishtank::core
