#include "sim/server_behaviour.hpp"

#include <utility>

namespace fishtank::sim {

using Kind = plan::ServerBehaviour::Kind;

namespace {

std::optional<server_mock::Behaviour> lasting(const plan::ServerBehaviour& behaviour) {
  switch (behaviour.kind) {
    case Kind::ping_silence: return server_mock::PingSilence{};
    case Kind::data_silence: return server_mock::DataSilence{};
    case Kind::mute: return server_mock::Mute{};
    case Kind::heartbeat_error: return server_mock::HeartbeatError{behaviour.code};
    case Kind::slow_replies: return server_mock::SlowReplies{behaviour.by};
    case Kind::reject_registration:
      return server_mock::RejectRegistration{behaviour.code, behaviour.reason};
    case Kind::down:
    case Kind::kick:
    case Kind::expire_token:
    case Kind::close: break;
  }
  return std::nullopt;
}

server_mock::ServiceKind service(plan::Service service) {
  switch (service) {
    case plan::Service::token: return server_mock::ServiceKind::token;
    case plan::Service::cookie: return server_mock::ServiceKind::cookie_refresh;
    case plan::Service::login: break;
  }
  return server_mock::ServiceKind::password_login;
}

}  // namespace

std::optional<server_mock::Activation> activation(const plan::ServerBehaviour& behaviour,
                                                  FaultId fault, const core::UserId& user) {
  auto how = lasting(behaviour);
  if (!how) return std::nullopt;
  return server_mock::Activation{
      .fault = server_mock::FaultId{fault}, .user = user, .behaviour = *std::move(how)};
}

std::optional<server_mock::Command> command(const plan::ServerBehaviour& behaviour, FaultId fault,
                                            const core::UserId& user) {
  const server_mock::FaultId id{fault};
  switch (behaviour.kind) {
    case Kind::down:
      return server_mock::CloseSessions{
          .fault = id, .user = user, .code = server_mock::kAbruptly, .reason = {}};
    case Kind::kick: return server_mock::KickSessions{.fault = id, .user = user, .close = false};
    case Kind::expire_token: return server_mock::ExpireTokens{.fault = id, .user = user};
    case Kind::close:
      return server_mock::CloseSessions{.fault = id,
                                        .user = user,
                                        .code = static_cast<std::uint16_t>(behaviour.code),
                                        .reason = behaviour.reason};
    default: return std::nullopt;
  }
}

server_mock::ServiceActivation activation(const plan::ServiceBehaviour& behaviour, FaultId fault,
                                          const core::UserId& user) {
  return {.fault = server_mock::FaultId{fault},
          .user = user,
          .kind = service(behaviour.service),
          .outcome = behaviour.outcome,
          .by = behaviour.by};
}

}  // namespace fishtank::sim
