#include "core/inbox.hpp"

#include <utility>

namespace fishtank::core {

void Inbox::receive(const PushItem& message, Instant now, WallTime wall, const Policy& policy,
                    Effects& out) {
  if (const auto why = reason_to_discard(message, now, wall, policy)) {
    out.push(Discarded{.why = *why, .message = message});
  } else if (running_ < policy.inbox.max_handlers) {
    deliver(message, out);
  } else {
    waiting_.push_back(message);
  }
}

bool Inbox::handled(HandlerId handler, const Policy& policy, Effects& out) {
  if (handler <= cancelled_to_ || handler > last_handler_ || running_ == 0) return false;
  --running_;
  if (!waiting_.empty() && running_ < policy.inbox.max_handlers) {
    deliver(std::move(waiting_.front()), out);
    waiting_.erase(waiting_.begin());
  }
  return true;
}

void Inbox::cancel(Effects& out) {
  cancelled_to_ = last_handler_;
  running_ = 0;
  for (PushItem& message : waiting_) {
    out.push(Discarded{.why = Discard::cancelled, .message = std::move(message)});
  }
  waiting_.clear();
}

std::optional<Discard> Inbox::reason_to_discard(const PushItem& message, Instant now, WallTime wall,
                                                const Policy& policy) {
  if (std::holds_alternative<Undecodable>(message)) return Discard::undecodable;
  const auto* chat = std::get_if<ChatMessage>(&message);
  if (chat == nullptr) return std::nullopt;  // only chat messages have an id and an age
  const bool has_name = !chat->id.empty();   // without one it cannot be told from others
  if (has_name &&
      !seen_.remember(chat->id, now, policy.inbox.dedupe_window, policy.inbox.dedupe_capacity)) {
    return Discard::duplicate;
  }
  const auto age = milliseconds(wall.ms - chat->created_ms);
  if (age > policy.inbox.expiry) return Discard::expired;
  return std::nullopt;
}

void Inbox::deliver(PushItem message, Effects& out) {
  ++running_;
  last_handler_ = static_cast<HandlerId>(static_cast<std::uint32_t>(last_handler_) + 1);
  out.push(Deliver{.handler = last_handler_, .message = std::move(message)});
}

}  // namespace fishtank::core
