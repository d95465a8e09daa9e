#include "core/inbox.hpp"

#include <utility>

namespace fishtank::core {

namespace {

/// Handlers that hold everything else up run one after the other.
std::int32_t most_handlers(const Policy& policy) {
  return policy.inbox.handlers_block ? 1 : policy.inbox.max_handlers;
}

}  // namespace

void Inbox::receive(const PushItem& message, Instant now, WallTime wall, const Policy& policy,
                    Effects& out) {
  if (const auto why = reason_to_discard(message, now, wall, policy)) {
    out.push(Discarded{.why = *why, .message = message});
  } else if (running_ < most_handlers(policy)) {
    deliver(message, out);
  } else {
    waiting_.push_back(message);
  }
}

bool Inbox::handled(HandlerId handler, const Policy& policy, Effects& out) {
  if (handler <= cancelled_to_ || handler > last_handler_ || running_ == 0) return false;
  --running_;
  if (!waiting_.empty() && running_ < most_handlers(policy)) {
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
  if (is_known(*chat, now, policy)) return Discard::duplicate;
  const auto age = milliseconds(wall.ms - chat->created_ms);
  const bool expires = policy.inbox.expiry != kOff;
  if (expires && age > policy.inbox.expiry) return Discard::expired;
  return std::nullopt;
}

/// Whether it was seen before; if not, it is seen now.
bool Inbox::is_known(const ChatMessage& chat, Instant now, const Policy& policy) {
  if (policy.inbox.dedupe_window == kOff) return false;
  const bool by_id = policy.inbox.dedupe_by == DedupeBy::message_id;
  if (by_id && chat.id.empty()) return false;  // without one it cannot be told from others
  const MessageKey key =
      by_id ? key_of({chat.id.view()}) : key_of({chat.conversation.view(), chat.text});
  return !seen_.remember(key, now, policy.inbox.dedupe_window, policy.inbox.dedupe_capacity);
}

void Inbox::deliver(PushItem message, Effects& out) {
  ++running_;
  last_handler_ = static_cast<HandlerId>(static_cast<std::uint32_t>(last_handler_) + 1);
  out.push(Deliver{.handler = last_handler_, .message = std::move(message)});
}

}  // namespace fishtank::core
