#include "sim/server_host.hpp"

#include <utility>

namespace fishtank::sim {

using server_mock::SessionId;

namespace {

SessionId session_of(const Stream& stream) { return SessionId{stream.index()}; }

}  // namespace

ServerHost::ServerHost(Tank& tank) : Actor(Rank::timer), stage::ServerHost(tank), tank_(tank) {}

Stream& ServerHost::stream_of(SessionId session) const {
  return (*tank_.streams)[static_cast<std::uint32_t>(session)];
}

const core::UserId& ServerHost::user_of(const Stream& stream) const {
  return clients_[stream.client_index()]->user();
}

// ---- what the streams tell -------------------------------------------------------------------

std::optional<FaultId> ServerHost::turns_away(Stream& stream, Instant now) {
  return turns_away_upgrade(stream.client_index(), user_of(stream), now);
}

void ServerHost::accepted(Stream& stream, Instant now) {
  session_accepted(session_of(stream), stream.client_index(), user_of(stream), now);
}

void ServerHost::received(Stream& stream, Payload&& payload, Instant now) {
  frame_received(session_of(stream), tank_.unpack(std::move(payload), Sender::client), now);
}

bool ServerHost::answers(SegmentKind control, Stream& stream, Instant now) {
  using server_mock::Traffic;
  const auto answer = control == SegmentKind::ping ? Traffic::pong : Traffic::close_answer;
  return answers_control(answer, session_of(stream), now);
}

void ServerHost::gone(Stream& stream, Instant now) { session_gone(session_of(stream), now); }

// ---- what the server wants -------------------------------------------------------------------

void ServerHost::touch(std::uint32_t client, FaultId fault, Instant now) {
  clients_[client]->touch(fault, now);
}

bool ServerHost::transmit(server_mock::SendFrame& effect, Instant now) {
  auto [payload, size] = tank_.pack(std::move(effect.frame), Sender::server);
  Stream& stream = stream_of(effect.session);
  if (effect.if_room && !stream.server_has_room(size)) return false;
  stream.server_send(std::move(payload), size, now);
  return true;
}

bool ServerHost::transmit(server_mock::SendGarbage& effect, Instant now) {
  Stream& stream = stream_of(effect.session);
  const std::uint32_t size = framed(effect.text.size(), Sender::server);
  if (effect.if_room && !stream.server_has_room(size)) return false;
  stream.server_send_bytes(std::move(effect.text), now);
  return true;
}

void ServerHost::close(SessionId session, std::uint16_t code, const std::string&, FaultId fault,
                       Instant now) {
  stream_of(session).server_close(code, fault, now);
}

}  // namespace fishtank::sim
