#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "server_mock/server.hpp"

/// The answers to a client's frames (protocol.md 3, registration also 4.5).
namespace fishtank::server_mock {

namespace {

/// How the real server words it (protocol.md 4.5).
std::string_view refusal_reason(TokenVerdict verdict) {
  switch (verdict) {
    case TokenVerdict::unknown: return "invalid token";
    case TokenVerdict::expired: return "token invalid";
    case TokenVerdict::other_device: return "device id or appkey is not equal";
    case TokenVerdict::good: break;
  }
  return {};
}

/// The user id behind the UUID of a device id, "<36 characters>-<user>"; empty without one.
std::string_view user_of_device(std::string_view device_id) {
  constexpr std::size_t kUuid = 36;
  if (device_id.size() <= kUuid + 1 || device_id[kUuid] != '-') return {};
  const std::string_view user = device_id.substr(kUuid + 1);
  return core::UserId::fits(user) ? user : std::string_view{};
}

}  // namespace

void XianyuServer::on_frame(SessionId id, const core::Heartbeat& request, Turn turn) {
  answer(id, Traffic::heartbeat_answer, {request.mid, {}, kCodeOk, {}}, turn);
}

void XianyuServer::on_frame(SessionId id, const core::Register& request, Turn turn) {
  Session& session = at(id);
  const TokenCheck token = tokens_.check(request.token, request.device_id, turn.now);
  const core::UserId user = claimed_user(session, request, token);
  if (!user.empty()) assign(id, users_.enter(user));
  if (const std::optional<Refused> refused = refusal(user, token)) {
    session.registered = false;
    turn.out.push_back(RegistrationRefused{id, refused->fault, refused->code, refused->reason});
    core::ResponseBody body(core::Refusal{refused->reason});
    answer(id, Traffic::other_answer, {request.mid, {}, refused->code, std::move(body)}, turn);
    return;
  }
  session.registered = true;
  session.token_expires = options_.checks_token ? token.expires : core::kNever;
  session.token_expired_by = kNoFault;
  turn.out.push_back(SessionRegistered{id, user});
  answer(id, request.mid, core::Registered{wall_ms(turn.now)}, turn);
  if (session.ready()) become_ready(id, turn);
}

core::UserId XianyuServer::claimed_user(const Session& session, const core::Register& request,
                                        const TokenCheck& token) const {
  if (!token.user.empty()) return token.user;
  if (session.user != kNobody) return user_of(session);
  return user_of_device(request.device_id);
}

std::optional<XianyuServer::Refused> XianyuServer::refusal(const core::UserId& user,
                                                           const TokenCheck& token) const {
  const Treatment treatment = behaviours_.treat(Traffic::registration, user);
  if (treatment.code != kCodeOk) {
    return Refused{treatment.code, std::string(treatment.reason), treatment.fault};
  }
  if (user.empty()) return Refused{kCodeUnauthorised, "not auth", kNoFault};
  if (!options_.checks_token || token.verdict == TokenVerdict::good) return {};
  return Refused{kCodeUnauthorised, std::string(refusal_reason(token.verdict)), token.expired_by};
}

void XianyuServer::on_frame(SessionId id, const core::GetState& request, Turn turn) {
  const std::int64_t now_ms = wall_ms(turn.now);
  answer(id, request.mid, core::SyncState{now_ms * 1000, now_ms}, turn);
}

void XianyuServer::on_frame(SessionId id, const core::AckDiff& request, Turn turn) {
  answer(id, request.mid, core::EmptyBody{}, turn);
  Session& session = at(id);
  const bool was_ready = session.ready();
  session.synced = true;
  if (session.ready() && !was_ready) become_ready(id, turn);
}

void XianyuServer::on_frame(SessionId id, const core::CreateConversation& request, Turn turn) {
  const core::NewConversation pair = request.content ? *request.content : core::NewConversation{};
  answer(id, request.mid, core::ConversationCreated{chats_.open(pair, wall_ms(turn.now))}, turn);
}

void XianyuServer::on_frame(SessionId id, const core::SendText& request, Turn turn) {
  const core::OutgoingText text = request.content ? *request.content : core::OutgoingText{};
  const Chats::Accepted accepted = chats_.accept(text, wall_ms(turn.now));
  if (accepted.is_new) turn.out.push_back(ChatAccepted{id, accepted.answer.message});
  answer(id, request.mid, accepted.answer, turn);
}

void XianyuServer::on_frame(SessionId id, const core::ListConversations& request, Turn turn) {
  answer(id, request.mid, chats_.conversations(user_of(at(id)), request.before_ms, request.limit),
         turn);
}

void XianyuServer::on_frame(SessionId id, const core::ListMessages& request, Turn turn) {
  answer(id, request.mid, chats_.history(request.conversation, request.before_ms, request.limit),
         turn);
}

void XianyuServer::on_frame(SessionId id, const core::OtherRequest& request, Turn turn) {
  answer(id, request.mid, core::EmptyBody{}, turn);
}

void XianyuServer::answer(SessionId id, const core::Mid& mid, core::ResponseBody body, Turn turn) {
  answer(id, Traffic::other_answer, {mid, {}, kCodeOk, std::move(body)}, turn);
}

}  // namespace fishtank::server_mock
