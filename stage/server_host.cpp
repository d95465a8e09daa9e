#include "stage/server_host.hpp"

#include <utility>

#include "stage/server_orders.hpp"
#include "trace/describe.hpp"
#include "trace/digest.hpp"

namespace fishtank::stage {

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
    : tank_(tank), server_(options_of(tank.plan), core::derive(tank.plan.seed, "server")) {}

// ---- commands --------------------------------------------------------------------------------

void ServerHost::begin(const plan::Primitive& primitive, FaultId fault, const core::UserId& user,
                       Instant now) {
  if (auto order = beginning(primitive, fault, user)) command(*std::move(order), now);
}

void ServerHost::end(const plan::Primitive& primitive, FaultId fault, const core::UserId& user,
                     Instant now) {
  if (auto order = ending(primitive, fault, user)) command(*std::move(order), now);
}

void ServerHost::push(std::uint32_t client, const core::UserId& user, Package package,
                      Instant now) {
  pushed_to_ = client;
  command(server_mock::SubmitPush{.user = user,
                                  .items = std::move(package.messages),
                                  .from = package.from,
                                  .item = std::move(package.item)},
          now);
}

void ServerHost::command(server_mock::Command command, Instant now) {
  handle(server_mock::Control{std::move(command)}, now);
}

// ---- what the connections tell ---------------------------------------------------------------

std::optional<FaultId> ServerHost::turns_away_upgrade(std::uint32_t client,
                                                      const core::UserId& user, Instant now) {
  const auto fault = server_.turns_away(user, now);
  if (!fault) return std::nullopt;
  if (*fault != server_mock::kNoFault) touch(client, static_cast<FaultId>(*fault), now);
  return static_cast<FaultId>(*fault);
}

void ServerHost::session_accepted(SessionId session, std::uint32_t client, const core::UserId& user,
                                  Instant now) {
  const auto index = static_cast<std::size_t>(session);
  if (index >= client_of_session_.size()) client_of_session_.resize(index + 1);
  client_of_session_[index] = client;
  write({.a = number(session), .kind = RecordKind::server_accepted}, session, now);
  handle(server_mock::Accepted{.session = session, .user = user}, now);
}

void ServerHost::frame_received(SessionId session, const core::Frame& frame, Instant now) {
  const auto connection = static_cast<std::uint32_t>(session);
  write(trace::describe(RecordKind::server_received, frame, connection), session, now);
  server_.receive(session, frame, now, effects_);
  settle(now);
}

bool ServerHost::answers_control(server_mock::Traffic answer, SessionId session, Instant now) {
  const auto fault = server_.leaves_unanswered(answer, session);
  if (fault) touch_session(session, *fault, now);
  return !fault;
}

void ServerHost::write_control(RecordKind kind, SessionId session, Instant now) {
  write({.a = number(session), .kind = kind}, session, now);
}

void ServerHost::session_gone(SessionId session, Instant now, std::uint16_t code) {
  write({.a = number(session), .b = code, .kind = RecordKind::server_gone}, session, now);
  handle(server_mock::Gone{session}, now);
}

void ServerHost::run_deadlines(Instant now) {
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
  wake_at(server_.next_deadline());
}

// ---- effects ---------------------------------------------------------------------------------

void ServerHost::write(trace::Record record, SessionId session, Instant now, FaultId fault) {
  tank_.write(record, now, client_of(session), fault);
}

void ServerHost::touch_session(SessionId session, server_mock::FaultId fault, Instant now) {
  if (fault == server_mock::kNoFault) return;
  touch(client_of(session), static_cast<FaultId>(fault), now);
}

void ServerHost::carry_out(server_mock::SendFrame& effect, Instant now) {
  const bool is_kick = std::holds_alternative<core::Kick>(effect.frame);
  if (!transmit(effect, now)) return;
  touch_session(effect.session, effect.fault, now);
  if (!is_kick) return;
  write({.a = number(effect.session), .kind = RecordKind::server_kicked}, effect.session, now,
        static_cast<FaultId>(effect.fault));
}

void ServerHost::carry_out(server_mock::SendGarbage& effect, Instant now) {
  if (transmit(effect, now)) touch_session(effect.session, effect.fault, now);
}

void ServerHost::carry_out(const server_mock::CloseSession& effect, Instant now) {
  const auto fault = static_cast<FaultId>(effect.fault);
  touch_session(effect.session, effect.fault, now);
  write({.a = number(effect.session), .b = effect.code, .kind = RecordKind::server_closed},
        effect.session, now, fault);
  close(effect.session, effect.code, effect.reason, fault, now);
}

void ServerHost::carry_out(const server_mock::SessionRegistered& effect, Instant now) {
  write({.a = number(effect.session), .kind = RecordKind::server_registered}, effect.session, now);
  registered(effect.session, effect.user, now);
}

void ServerHost::carry_out(const server_mock::RegistrationRefused& effect, Instant now) {
  touch_session(effect.session, effect.fault, now);
  write({.a = number(effect.session),
         .b = static_cast<std::uint64_t>(effect.code),
         .kind = RecordKind::server_refused},
        effect.session, now, static_cast<FaultId>(effect.fault));
}

void ServerHost::carry_out(const server_mock::SessionReady& effect, Instant now) {
  write({.a = number(effect.session), .kind = RecordKind::server_ready}, effect.session, now);
}

void ServerHost::carry_out(const server_mock::Withheld& effect, Instant now) {
  touch_session(effect.session, effect.fault, now);
  withheld(effect, now);
}

void ServerHost::carry_out(const server_mock::PushAccepted& effect, Instant now) {
  for (const core::PushItem& item : *effect.items) {
    tank_.write(
        {.b = trace::digest(item), .kind = RecordKind::push_accepted, .detail = index_of(item)},
        now, pushed_to_);
  }
}

void ServerHost::carry_out(const server_mock::PushSent& effect, Instant now) {
  for (const core::PushItem& item : *effect.items) {
    write({.a = number(effect.session),
           .b = trace::digest(item),
           .kind = RecordKind::push_sent,
           .detail = effect.redelivery},
          effect.session, now);
  }
}

void ServerHost::carry_out(const server_mock::PushAcknowledged& effect, Instant now) {
  for (const core::PushItem& item : *effect.items) {
    write({.a = number(effect.session),
           .b = trace::digest(item),
           .kind = RecordKind::push_acknowledged},
          effect.session, now);
  }
}

void ServerHost::carry_out(const server_mock::ChatAccepted& effect, Instant now) {
  write({.b = trace::digest(effect.message.view()), .kind = RecordKind::chat_accepted},
        effect.session, now);
}

}  // namespace fishtank::stage
