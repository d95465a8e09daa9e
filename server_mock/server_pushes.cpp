#include <algorithm>
#include <cassert>
#include <span>
#include <variant>

#include "server_mock/server.hpp"

/// Custody of messages: accepted, sent, sent again, acknowledged.
namespace fishtank::server_mock {

namespace {

/// RFC 6455 7.4.1: the client breaks a rule of the server.
constexpr std::uint16_t kPolicyViolation = 1008;

/// Typing notices have a path of their own (protocol.md 4.1).
core::PushPath path_of(const std::vector<core::PushItem>& items) {
  const bool only_typing = std::all_of(items.begin(), items.end(), [](const auto& item) {
    return std::holds_alternative<core::Typing>(item);
  });
  return only_typing ? core::PushPath::para : core::PushPath::sync;
}

auto find_push(std::vector<PendingPush>& pending, PushId id) {
  return std::find_if(pending.begin(), pending.end(),
                      [&](const PendingPush& push) { return push.id == id; });
}

}  // namespace

void XianyuServer::on_command(const SubmitPush& command, Turn turn) {
  assert(!command.user.empty());
  std::vector<core::PushItem> items = command.items;
  for (core::PushItem& item : items) {
    if (auto* const chat = std::get_if<core::ChatMessage>(&item)) {
      complete(*chat, command.user, turn.now);
    } else if (auto* const typing = std::get_if<core::Typing>(&item)) {
      complete(typing->conversation, command, turn.now);
    } else if (auto* const receipt = std::get_if<core::ReadReceipt>(&item)) {
      complete(receipt->conversation, command, turn.now);
    }
  }
  const UserIndex index = users_.enter(command.user);
  PendingPush push{PushId{++pushes_}, std::move(items), {}, kNoConnection};
  turn.out.push_back(PushAccepted{command.user, push.id, push.items});
  std::vector<PendingPush>& pending = users_[index].pending;
  pending.push_back(std::move(push));
  deliver(index, std::span(pending).last(1), turn);
}

void XianyuServer::complete(core::ChatMessage& message, const core::UserId& user,
                            core::Instant now) {
  const std::int64_t now_ms = wall_ms(now);
  const core::NewConversation pair{message.sender, user, message.item};
  if (message.id.empty()) message.id = chats_.next_message_id();
  if (message.created_ms == 0) message.created_ms = now_ms;
  if (message.conversation.empty()) message.conversation = chats_.open(pair, now_ms);
  chats_.adopt(message.conversation, pair, now_ms);
  chats_.record(message.conversation, {message.sender, message.sender_name, message.text}, now_ms);
}

void XianyuServer::complete(core::ConversationId& conversation, const SubmitPush& command,
                            core::Instant now) {
  if (!conversation.empty()) return;
  assert(!command.from.empty());
  conversation = chats_.open({command.from, command.user, command.item}, wall_ms(now));
}

void XianyuServer::deliver_pending(UserIndex index, Turn turn) {
  deliver(index, users_[index].pending, turn);
}

void XianyuServer::deliver(UserIndex index, std::span<PendingPush> pushes, Turn turn) {
  if (pushes.empty()) return;
  const std::vector<SessionId>& sessions = users_[index].sessions;
  const auto newest_ready = std::find_if(sessions.rbegin(), sessions.rend(),
                                         [this](SessionId id) { return at(id).ready(); });
  if (newest_ready == sessions.rend()) return;
  const SessionId id = *newest_ready;
  const Treatment treatment = push_treatment(at(id), turn.now);
  for (PendingPush& push : pushes) {
    if (push.sent_in == at(id).serial) continue;
    if (treatment.withheld) {
      turn.out.push_back(Withheld{id, treatment.fault, core::FrameKind::push});
    } else if (treatment.malformed) {
      send_malformed(id, push, treatment, turn);
    } else {
      transmit(id, push, kNoFault, turn);
      transmit_copies(id, push, treatment, turn);
    }
  }
}

Treatment XianyuServer::push_treatment(const Session& session, core::Instant now) const {
  Treatment treatment = behaviours_.treat(Traffic::push, user_of(session));
  if (!treatment.withheld && session.token_expires <= now) {
    treatment.withheld = true;
    treatment.fault = session.token_expired_by;
  }
  return treatment;
}

void XianyuServer::transmit(SessionId id, PendingPush& push, FaultId fault, Turn turn) {
  const ConnectionSerial serial = at(id).serial;
  const bool redelivery = !push.mids.empty();
  push.sent_in = serial;
  push.mids.push_back(send_package({id, serial, fault, push.id, push.items}, redelivery, turn));
  watch_for_ack(id, push, turn.now);
}

core::Mid XianyuServer::send_package(const CopyDue& package, bool redelivery, Turn turn) {
  const core::Mid mid = next_mid();
  turn.out.push_back(PushSent{package.session, package.push, redelivery, package.items});
  core::Push frame{mid, at(package.session).sid, path_of(*package.items), package.items};
  turn.out.push_back(SendFrame{package.session, package.fault, std::move(frame)});
  return mid;
}

void XianyuServer::transmit_copies(SessionId id, PendingPush& push, const Treatment& treatment,
                                   Turn turn) {
  for (std::int32_t copy = 1; copy < treatment.copies; ++copy) {
    if (treatment.copies_after == core::Duration::zero()) {
      transmit(id, push, treatment.fault, turn);
    } else {
      agenda_.add(core::later(turn.now, treatment.copies_after * copy),
                  CopyDue{id, at(id).serial, treatment.fault, push.id, push.items});
    }
  }
}

/// The messages may have been acknowledged meanwhile: two nodes that know nothing of each other.
void XianyuServer::carry_out(const CopyDue& copy, Turn turn) {
  if (!is_open(copy.session, copy.serial) || !at(copy.session).ready()) return;
  const Treatment treatment = push_treatment(at(copy.session), turn.now);
  if (treatment.withheld || treatment.copies == 1) return;
  std::vector<PendingPush>& pending = users_[at(copy.session).user].pending;
  const auto push = find_push(pending, copy.push);
  if (push != pending.end()) {
    transmit(copy.session, *push, copy.fault, turn);
  } else {
    send_package(copy, true, turn);
  }
}

void XianyuServer::watch_for_ack(SessionId id, const PendingPush& push, core::Instant now) {
  const Session& session = at(id);
  AckCheck check{
      AckCheck::Then::send_again, session.user, push.id, id, session.serial, push.mids.size()};
  if (options_.redelivery_timeout > core::Duration::zero()) {
    agenda_.add(core::later(now, options_.redelivery_timeout), check);
  }
  if (options_.enforces_acks) {
    check.then = AckCheck::Then::disconnect;
    agenda_.add(core::later(now, options_.ack_timeout), check);
  }
}

void XianyuServer::carry_out(const AckCheck& check, Turn turn) {
  if (!is_open(check.session, check.serial)) return;
  std::vector<PendingPush>& pending = users_[check.user].pending;
  const auto push = find_push(pending, check.push);
  if (push == pending.end()) return;
  switch (check.then) {
    case AckCheck::Then::disconnect:
      close(check.session, kNoFault, kPolicyViolation, "no acknowledgement", turn);
      deliver_pending(check.user, turn);
      break;
    case AckCheck::Then::send_again:
      if (push->mids.size() != check.sendings) return;
      push->sent_in = kNoConnection;
      deliver_pending(check.user, turn);
      break;
  }
}

void XianyuServer::on_frame(SessionId id, const core::Ack& ack, Turn turn) {
  const UserIndex user = at(id).user;
  if (user == kNobody) return;
  std::vector<PendingPush>& pending = users_[user].pending;
  const auto push = std::find_if(pending.begin(), pending.end(), [&](const PendingPush& one) {
    return std::find(one.mids.begin(), one.mids.end(), ack.mid) != one.mids.end();
  });
  if (push == pending.end()) return;
  turn.out.push_back(PushAcknowledged{id, push->id, push->items});
  pending.erase(push);
  users_.note(user);
}

}  // namespace fishtank::server_mock
