#include "stage/server_orders.hpp"

#include <utility>
#include <variant>

namespace fishtank::stage {

namespace {

using Kind = plan::ServerBehaviour::Kind;
using server_mock::Behaviour;
using server_mock::Command;

/// Whom a step concerns and whose it is.
struct Whom {
  server_mock::FaultId fault;
  const core::UserId& user;
};

// ---- what lasts ------------------------------------------------------------------------------

/// Nothing for those that act at their beginning only.
std::optional<Behaviour> lasting(const plan::ServerBehaviour& behaviour) {
  switch (behaviour.kind) {
    case Kind::ping_silence: return server_mock::PingSilence{};
    case Kind::pong_silence: return server_mock::PongSilence{};
    case Kind::data_silence: return server_mock::DataSilence{};
    case Kind::mute: return server_mock::Mute{};
    case Kind::heartbeat_error: return server_mock::HeartbeatError{behaviour.code};
    case Kind::slow_replies: return server_mock::SlowReplies{behaviour.by};
    case Kind::reject_registration:
      return server_mock::RejectRegistration{behaviour.code, behaviour.reason};
    case Kind::down:
    case Kind::expire_token:
    case Kind::close: break;
  }
  return std::nullopt;
}

std::optional<Behaviour> lasting(const plan::AcceptRate& rate) {
  return server_mock::AcceptRate{rate.per_second};
}

std::optional<Behaviour> lasting(const plan::DuplicatePushes& duplicates) {
  return server_mock::DuplicatePush{duplicates.copies, duplicates.after};
}

std::optional<Behaviour> lasting(const plan::MalformPushes& malform) {
  using From = plan::MalformPushes::Kind;
  using To = server_mock::Malformation;
  switch (malform.kind) {
    case From::not_json: return server_mock::MalformedPush{To::not_json};
    case From::bad_base64: return server_mock::MalformedPush{To::bad_base64};
    case From::bad_msgpack: return server_mock::MalformedPush{To::bad_msgpack};
    case From::unknown_shape: return server_mock::MalformedPush{To::unknown_shape};
    case From::missing_headers: return server_mock::MalformedPush{To::missing_headers};
    case From::missing_package: return server_mock::MalformedPush{To::missing_package};
  }
  __builtin_unreachable();
}

std::optional<Behaviour> lasting(const plan::Flood& flood) {
  using From = plan::Flood::Of;
  using To = server_mock::Flood::Of;
  switch (flood.of) {
    case From::notice: return server_mock::Flood{To::notice, flood.per_second};
    case From::typing: return server_mock::Flood{To::typing, flood.per_second};
    case From::unknown_push: return server_mock::Flood{To::unknown_push, flood.per_second};
    case From::garbage: return server_mock::Flood{To::garbage, flood.per_second};
  }
  __builtin_unreachable();
}

template <typename Primitive>
concept Lasts = requires(const Primitive& primitive) {
  lasting(primitive);
};

template <Lasts Primitive>
std::optional<server_mock::Activation> activation(const Primitive& primitive, Whom whom) {
  std::optional<Behaviour> behaviour = lasting(primitive);
  if (!behaviour) return std::nullopt;
  return server_mock::Activation{
      .fault = whom.fault, .user = whom.user, .behaviour = *std::move(behaviour)};
}

server_mock::ServiceKind service(plan::Service service) {
  switch (service) {
    case plan::Service::token: return server_mock::ServiceKind::token;
    case plan::Service::cookie: return server_mock::ServiceKind::cookie_refresh;
    case plan::Service::login: break;
  }
  return server_mock::ServiceKind::password_login;
}

server_mock::ServiceActivation activation(const plan::ServiceBehaviour& behaviour, Whom whom) {
  return {.fault = whom.fault,
          .user = whom.user,
          .kind = service(behaviour.service),
          .outcome = behaviour.outcome,
          .by = behaviour.by};
}

// ---- what acts at its beginning --------------------------------------------------------------

std::optional<Command> at_once(const plan::ServerBehaviour& behaviour, Whom whom) {
  switch (behaviour.kind) {
    case Kind::down:
      return server_mock::CloseSessions{
          .fault = whom.fault, .user = whom.user, .code = server_mock::kAbruptly, .reason = {}};
    case Kind::expire_token:
      return server_mock::ExpireTokens{.fault = whom.fault, .user = whom.user};
    case Kind::close:
      return server_mock::CloseSessions{.fault = whom.fault,
                                        .user = whom.user,
                                        .code = static_cast<std::uint16_t>(behaviour.code),
                                        .reason = behaviour.reason};
    default: return std::nullopt;
  }
}

std::optional<Command> at_once(const plan::Kick& kick, Whom whom) {
  return server_mock::KickSessions{
      .fault = whom.fault, .user = whom.user, .path = kick.path, .close = kick.close};
}

// ---- both ------------------------------------------------------------------------------------

struct Beginning {
  template <Lasts Primitive>
  std::optional<Command> operator()(const Primitive& primitive) const {
    return server_mock::BeginBehaviour{*activation(primitive, whom)};
  }
  std::optional<Command> operator()(const plan::ServerBehaviour& behaviour) const {
    if (auto lasts = activation(behaviour, whom)) {
      return server_mock::BeginBehaviour{*std::move(lasts)};
    }
    return at_once(behaviour, whom);
  }
  std::optional<Command> operator()(const plan::Kick& kick) const { return at_once(kick, whom); }
  std::optional<Command> operator()(const plan::ServiceBehaviour& behaviour) const {
    return server_mock::BeginServiceFault{activation(behaviour, whom)};
  }
  template <typename Other>
  std::optional<Command> operator()(const Other&) const {
    return std::nullopt;
  }

  Whom whom;
};

struct Ending {
  template <Lasts Primitive>
  std::optional<Command> operator()(const Primitive& primitive) const {
    auto lasts = activation(primitive, whom);
    if (!lasts) return std::nullopt;
    return server_mock::EndBehaviour{*std::move(lasts)};
  }
  std::optional<Command> operator()(const plan::ServiceBehaviour& behaviour) const {
    return server_mock::EndServiceFault{activation(behaviour, whom)};
  }
  template <typename Other>
  std::optional<Command> operator()(const Other&) const {
    return std::nullopt;
  }

  Whom whom;
};

}  // namespace

std::optional<Command> beginning(const plan::Primitive& primitive, FaultId fault,
                                 const core::UserId& user) {
  return std::visit(Beginning{{server_mock::FaultId{fault}, user}}, primitive);
}

std::optional<Command> ending(const plan::Primitive& primitive, FaultId fault,
                              const core::UserId& user) {
  return std::visit(Ending{{server_mock::FaultId{fault}, user}}, primitive);
}

}  // namespace fishtank::stage
