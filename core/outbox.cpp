#include "core/outbox.hpp"

#include <algorithm>
#include <utility>

#include "core/mid.hpp"

namespace fishtank::core {

bool Outbox::wait(OutgoingChat chat) {
  if (entries_.size() >= kMostWaiting) return false;
  entries_.push_back({.chat = std::move(chat), .mid = {}});
  return true;
}

std::vector<OutgoingChat> Outbox::take_waiting() {
  const auto first = std::find_if(entries_.begin(), entries_.end(),
                                  [](const Entry& one) { return one.deadline == kNever; });
  std::vector<OutgoingChat> waiting;
  for (auto entry = first; entry != entries_.end(); ++entry) {
    waiting.push_back(std::move(entry->chat));
  }
  entries_.erase(first, entries_.end());
  return waiting;
}

std::string Outbox::new_uuid(WallTime wall) {
  last_uuid_ms_ = std::max(wall.ms, last_uuid_ms_ + 1);
  return make_uuid(WallTime{last_uuid_ms_});
}

void Outbox::await(OutgoingChat chat, const Mid& mid, Instant now, const Policy& policy,
                   Timers& timers) {
  entries_.push_back(
      {.chat = std::move(chat), .mid = mid, .deadline = later(now, policy.chat.answer_timeout)});
  arm(timers);
}

std::optional<OutgoingChat> Outbox::take(const Mid& mid, Timers& timers) {
  const auto match = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& one) { return one.mid == mid; });
  if (match == entries_.end() || match->deadline == kNever) return std::nullopt;
  OutgoingChat chat = std::move(match->chat);
  entries_.erase(match);
  arm(timers);
  return chat;
}

void Outbox::time_out(Instant now, Timers& timers, Effects& out) {
  while (!entries_.empty() && entries_.front().deadline <= now) {
    out.push(ChatDone{.chat = entries_.front().chat.wish.chat, .result = ChatResult::timed_out});
    entries_.erase(entries_.begin());
  }
  arm(timers);
}

void Outbox::lose(const Policy& policy, Timers& timers, Effects& out) {
  if (policy.chat.on_loss != OnChatLoss::resend) return end(policy, timers, out);
  for (Entry& entry : entries_) entry.deadline = kNever;
  arm(timers);
}

void Outbox::end(const Policy& policy, Timers& timers, Effects& out) {
  const bool tells = policy.chat.on_loss != OnChatLoss::forget;
  for (const Entry& entry : entries_) {
    if (!tells) break;
    out.push(ChatDone{.chat = entry.chat.wish.chat, .result = ChatResult::lost});
  }
  entries_.clear();
  arm(timers);
}

void Outbox::arm(Timers& timers) const {
  timers.arm(Timer::chat_answer, entries_.empty() ? kNever : entries_.front().deadline);
}

}  // namespace fishtank::core
