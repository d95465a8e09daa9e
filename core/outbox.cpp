#include "core/outbox.hpp"

#include <algorithm>
#include <utility>

namespace fishtank::core {

void Outbox::await(SendChat chat, const Mid& mid, Instant now, const Policy& policy,
                   Timers& timers) {
  pending_.push_back(
      {.mid = mid, .deadline = later(now, policy.chat.answer_timeout), .chat = std::move(chat)});
  arm(timers);
}

std::optional<SendChat> Outbox::take(const Mid& mid, Timers& timers) {
  const auto match = std::find_if(pending_.begin(), pending_.end(),
                                  [&](const Pending& one) { return one.mid == mid; });
  if (match == pending_.end()) return std::nullopt;
  SendChat chat = std::move(match->chat);
  pending_.erase(match);
  arm(timers);
  return chat;
}

void Outbox::time_out(Instant now, Timers& timers, Effects& out) {
  while (!pending_.empty() && pending_.front().deadline <= now) {
    out.push(ChatDone{.chat = pending_.front().chat.chat, .result = ChatResult::timed_out});
    pending_.erase(pending_.begin());
  }
  arm(timers);
}

void Outbox::lose(Timers& timers, Effects& out) {
  for (const Pending& one : pending_) {
    out.push(ChatDone{.chat = one.chat.chat, .result = ChatResult::lost});
  }
  pending_.clear();
  arm(timers);
}

void Outbox::arm(Timers& timers) const {
  timers.arm(Timer::chat_answer, pending_.empty() ? kNever : pending_.front().deadline);
}

}  // namespace fishtank::core
