#include <utility>

#include "server_mock/server.hpp"

/// What a scenario tells the server to do.
namespace fishtank::server_mock {

namespace {

constexpr std::uint16_t kNormalClosure = 1000;

}  // namespace

void XianyuServer::on_command(const BeginBehaviour& command, Turn turn) {
  behaviours_.begin(command.activation);
  if (std::holds_alternative<Flood>(command.activation.behaviour)) {
    agenda_.add(turn.now, JunkDue{command.activation, turn.now, 0});
  }
}

void XianyuServer::on_command(const EndBehaviour& command, Turn turn) {
  behaviours_.end(command.activation);
  const core::UserId& user = command.activation.user;
  if (!user.empty()) {
    const UserIndex index = users_.find(user);
    if (index != kNobody) deliver_pending(index, turn);
    return;
  }
  for (std::uint32_t index = 0; index < users_.size(); ++index) {
    deliver_pending(UserIndex{index}, turn);
  }
}

void XianyuServer::on_command(const BeginServiceFault& command, Turn) {
  services_.begin(command.activation);
}

void XianyuServer::on_command(const EndServiceFault& command, Turn) {
  services_.end(command.activation);
}

void XianyuServer::on_command(const KickSessions& command, Turn turn) {
  for (const SessionId id : sessions_of(command.user)) {
    Session& session = at(id);
    notify(id, command.fault, core::Kick{next_mid(), session.sid, command.path}, turn);
    session.registered = false;
    session.synced = false;
    if (command.close) close(id, command.fault, kNormalClosure, "kicked", turn);
  }
}

void XianyuServer::on_command(const ExpireTokens& command, Turn turn) {
  tokens_.expire(command.user, turn.now, command.fault);
  for (const SessionId id : sessions_of(command.user)) {
    Session& session = at(id);
    if (session.token_expires <= turn.now) continue;
    session.token_expires = turn.now;
    session.token_expired_by = command.fault;
  }
}

void XianyuServer::on_command(const CloseSessions& command, Turn turn) {
  for (const SessionId id : sessions_of(command.user)) {
    close(id, command.fault, command.code, command.reason, turn);
  }
}

void XianyuServer::on_command(const PingSessions& command, Turn turn) {
  for (const SessionId id : sessions_of(command.user)) {
    notify(id, kNoFault, core::AppPing{}, turn);
  }
}

void XianyuServer::on_command(const Restart& command, Turn turn) {
  for (const SessionId id : sessions_of({})) {
    close(id, command.fault, kAbruptly, {}, turn);
  }
}

}  // namespace fishtank::server_mock
