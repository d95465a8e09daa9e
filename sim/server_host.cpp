#include "sim/server_host.hpp"

#include <utility>

#include "sim/server_behaviour.hpp"
#include "trace/describe.hpp"
#include "trace/digest.hpp"

namespace fishtank::sim {

using server_mock::SessionId;
using trace::RecordKind;

namespace {

server_mock::Options options_of(const plan::Plan& plan) {
  return {.wall_at_start = core::WallTime{plan.wall_start_ms},
          .token_lifetime = plan.server.token_lifetime,
          .checks_token = plan.server.checks_token,
          .enforces_acks = plan.server.enforces_acks,
          .ack_timeout = plan.server.ack_timeout,
          .service_time = plan.server.service_time,
          .app_ping_interval = plan.server.app_ping_interval,
          .accept_rate = plan.server.accept_rate,
          .token_rate = plan.server.token_rate};
}

std::uint64_t number(SessionId session) { return static_cast<std::uint64_t>(session); }

std::uint8_t index_of(const core::PushItem& item) {
  return static_cast<std::uint8_t>(item.index());
}

}  // namespace

ServerHost::ServerHost(Tank& tank)
    : Actor(Rank::timer),
      tank_(tank),
      server_(options_of(tank.plan), core::derive(tank.plan.seed, "server")) {}

void ServerHost::know(std::vector<ClientHost*> clients) { clients_ = std::move(clients); }

// ---- commands --------------------------------------------------------------------------------

void ServerHost::begin(const plan::Primitive& primitive, FaultId fault, const ClientHost& client,
                       Instant now) {
  if (auto order = beginning(primitive, fault, client.user())) command(*std::move(order), now);
}

void ServerHost::end(const plan::Primitive& primitive, FaultId fault, const ClientHost& client,
                     Instant now) {
  if (auto order = ending(primitive, fault, client.user())) command(*std::move(order), now);
}

void ServerHost::push(const ClientHost& client, std::vector<core::PushItem> messages, Instant now) {
  pushed_to_ = client.index();
  command(server_mock::SubmitPush{.user = client.user(), .items = std::move(messages)}, now);
}

void ServerHost::command(server_mock::Command command, Instant now) {
  handle(server_mock::Control{std::move(command)}, now);
}

// ---- what the streams tell -------------------------------------------------------------------

std::optional<FaultId> ServerHost::turns_away(Stream& stream, Instant now) {
  ClientHost& client = *clients_[stream.client_index()];
  const auto fault = server_.turns_away(client.user(), now);
  if (!fault) return std::nullopt;
  if (*fault != server_mock::kNoFault) client.touched(static_cast<FaultId>(*fault), now);
  return static_cast<FaultId>(*fault);
}

void ServerHost::accepted(Stream& stream, Instant now) {
  const std::uint32_t session = stream.index();
  if (session >= client_of_session_.size()) client_of_session_.resize(session + 1);
  client_of_session_[session] = stream.client_index();
  write({.a = session, .kind = RecordKind::server_accepted}, SessionId{session});
  handle(server_mock::Accepted{.session = SessionId{session},
                               .user = clients_[stream.client_index()]->user()},
         now);
}

void ServerHost::received(Stream& stream, Payload&& payload, Instant now) {
  const SessionId session{stream.index()};
  const core::Frame frame = tank_.unpack(std::move(payload), Sender::client);
  write(trace::describe(RecordKind::server_received, frame, stream.index()), session);
  server_.receive(session, frame, now, effects_);
  settle(now);
}

bool ServerHost::answers(SegmentKind control, Stream& stream, Instant now) {
  using server_mock::Traffic;
  const SessionId session{stream.index()};
  const auto answer = control == SegmentKind::ping ? Traffic::pong : Traffic::close_answer;
  const auto fault = server_.leaves_unanswered(answer, session);
  if (fault) touched(session, *fault, now);
  return !fault;
}

void ServerHost::gone(Stream& stream, Instant now) {
  const SessionId session{stream.index()};
  write({.a = number(session), .kind = RecordKind::server_gone}, session);
  handle(server_mock::Gone{session}, now);
}

void ServerHost::act(Instant now) {
  server_.tick(now, effects_);
  settle(now);
}

void ServerHost::handle(const server_mock::Input& input, Instant now) {
  server_.handle(input, now, effects_);
  settle(now);
}

void ServerHost::settle(Instant now) {
  for (server_mock::Effect& effect : effects_) {
    std::visit([&](auto& one) { carry_out(one, now); }, effect);
  }
  effects_.clear();
  tank_.scheduler.schedule(*this, server_.next_deadline());
}

// ---- effects ---------------------------------------------------------------------------------

std::uint32_t ServerHost::client_of(SessionId session) const {
  return client_of_session_[static_cast<std::size_t>(session)];
}

Stream& ServerHost::stream_of(SessionId session) const {
  return (*tank_.streams)[static_cast<std::uint32_t>(session)];
}

void ServerHost::write(trace::Record record, SessionId session, FaultId fault) {
  tank_.write(record, client_of(session), fault);
}

void ServerHost::touched(SessionId session, server_mock::FaultId fault, Instant now) {
  if (fault == server_mock::kNoFault) return;
  clients_[client_of(session)]->touched(static_cast<FaultId>(fault), now);
}

void ServerHost::carry_out(server_mock::SendFrame& effect, Instant now) {
  const bool is_kick = std::holds_alternative<core::Kick>(effect.frame);
  auto [payload, size] = tank_.pack(std::move(effect.frame), Sender::server);
  Stream& stream = stream_of(effect.session);
  if (effect.if_room && !stream.server_has_room(size)) return;
  touched(effect.session, effect.fault, now);
  if (is_kick) {
    write({.a = number(effect.session), .kind = RecordKind::server_kicked}, effect.session,
          static_cast<FaultId>(effect.fault));
  }
  stream.server_send(std::move(payload), size, now);
}

void ServerHost::carry_out(server_mock::SendGarbage& effect, Instant now) {
  Stream& stream = stream_of(effect.session);
  const std::uint32_t size = framed(effect.text.size(), Sender::server);
  if (effect.if_room && !stream.server_has_room(size)) return;
  touched(effect.session, effect.fault, now);
  stream.server_send_bytes(std::move(effect.text), now);
}

void ServerHost::carry_out(const server_mock::CloseSession& effect, Instant now) {
  const auto fault = static_cast<FaultId>(effect.fault);
  touched(effect.session, effect.fault, now);
  write({.a = number(effect.session), .b = effect.code, .kind = RecordKind::server_closed},
        effect.session, fault);
  stream_of(effect.session).server_close(effect.code, fault, now);
}

void ServerHost::carry_out(const server_mock::SessionRegistered& effect, Instant) {
  write({.a = number(effect.session), .kind = RecordKind::server_registered}, effect.session);
}

void ServerHost::carry_out(const server_mock::RegistrationRefused& effect, Instant now) {
  touched(effect.session, effect.fault, now);
  write({.a = number(effect.session),
         .b = static_cast<std::uint64_t>(effect.code),
         .kind = RecordKind::server_refused},
        effect.session, static_cast<FaultId>(effect.fault));
}

void ServerHost::carry_out(const server_mock::SessionReady& effect, Instant) {
  write({.a = number(effect.session), .kind = RecordKind::server_ready}, effect.session);
}

void ServerHost::carry_out(const server_mock::Withheld& effect, Instant now) {
  touched(effect.session, effect.fault, now);
}

void ServerHost::carry_out(const server_mock::PushAccepted& effect, Instant) {
  for (const core::PushItem& item : *effect.items) {
    tank_.write(
        {.b = trace::digest(item), .kind = RecordKind::push_accepted, .detail = index_of(item)},
        pushed_to_);
  }
}

void ServerHost::carry_out(const server_mock::PushSent& effect, Instant) {
  for (const core::PushItem& item : *effect.items) {
    write({.a = number(effect.session),
           .b = trace::digest(item),
           .kind = RecordKind::push_sent,
           .detail = effect.redelivery},
          effect.session);
  }
}

void ServerHost::carry_out(const server_mock::PushAcknowledged& effect, Instant) {
  for (const core::PushItem& item : *effect.items) {
    write({.a = number(effect.session),
           .b = trace::digest(item),
           .kind = RecordKind::push_acknowledged},
          effect.session);
  }
}

void ServerHost::carry_out(const server_mock::ChatAccepted& effect, Instant) {
  write({.b = trace::digest(effect.message.view()), .kind = RecordKind::chat_accepted},
        effect.session);
}

}  // namespace fishtank::sim
