#pragma once

#include <optional>

#include "core/message.hpp"
#include "plan/primitive.hpp"
#include "server_mock/command.hpp"
#include "sim/flow.hpp"

/// The plan's words for what the server does, in the server's own.
namespace fishtank::sim {

/// The behaviour that lasts; nothing for those that act at their beginning only.
std::optional<server_mock::Activation> activation(const plan::ServerBehaviour& behaviour,
                                                  FaultId fault, const core::UserId& user);

/// The command of a behaviour that acts at its beginning only.
std::optional<server_mock::Command> command(const plan::ServerBehaviour& behaviour, FaultId fault,
                                            const core::UserId& user);

server_mock::ServiceActivation activation(const plan::ServiceBehaviour& behaviour, FaultId fault,
                                          const core::UserId& user);

}  // namespace fishtank::sim
