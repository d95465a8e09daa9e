#include <utility>

#include "core/connection.hpp"

/// Chat messages of the application: sent, answered, and what becomes of them when there is no
/// connection (chat.on_loss).
namespace fishtank::core {

void Connection::on(const SendChat& input, Step step) {
  const bool can = state_ == State::connected && transport_.is_open();
  if (can) return request_chat({.wish = input, .uuid = {}}, step);
  const bool at_rest = state_ == State::disconnected || state_ == State::closed;
  const bool waits = !at_rest && stopping_ == Stopping::no;
  switch (policy_->chat.on_loss) {
    case OnChatLoss::resend:
      if (waits && outbox_.wait({.wish = input, .uuid = {}})) return;
      break;
    case OnChatLoss::report: break;
    case OnChatLoss::forget: return;
  }
  step.out.push(ChatDone{.chat = input.chat, .result = ChatResult::not_connected});
}

void Connection::send_waiting_chats(Step step) {
  for (OutgoingChat& chat : outbox_.take_waiting()) request_chat(std::move(chat), step);
}

void Connection::request_chat(OutgoingChat chat, Step step) {
  const Mid mid = new_mid(step);
  const SendChat& wish = chat.wish;
  if (wish.conversation.empty()) {
    send(
        CreateConversation{
            .mid = mid,
            .content = NewConversation{.peer = wish.peer, .self = who_->user, .item = wish.item}},
        step);
  } else {
    if (chat.uuid.empty()) chat.uuid = outbox_.new_uuid(wall(step.now));
    send(SendText{.mid = mid,
                  .content = OutgoingText{.uuid = chat.uuid,
                                          .conversation = wish.conversation,
                                          .peer = wish.peer,
                                          .self = who_->user,
                                          .text = wish.text}},
         step);
  }
  outbox_.await(std::move(chat), mid, step.now, *policy_, timers_);
}

void Connection::chat_answered(OutgoingChat chat, const Response& response, Step step) {
  const bool creating = chat.wish.conversation.empty();
  const auto* created = response.body ? std::get_if<ConversationCreated>(&*response.body) : nullptr;
  if (response.code == 200 && creating && created != nullptr) {
    chat.wish.conversation = created->conversation;
    return request_chat(std::move(chat), step);
  }
  const bool accepted = response.code == 200 && !creating;
  step.out.push(ChatDone{.chat = chat.wish.chat,
                         .result = accepted ? ChatResult::accepted : ChatResult::refused});
}

}  // namespace fishtank::core
