#pragma once

#include <optional>

#include "core/message.hpp"
#include "plan/primitive.hpp"
#include "server_mock/command.hpp"
#include "stage/fault_id.hpp"

/// The plan's words for what server and services do, in the server's own.
namespace fishtank::stage {

/// What the server is told when a step begins for that user; nothing if it is not its business.
std::optional<server_mock::Command> beginning(const plan::Primitive& primitive, FaultId fault,
                                              const core::UserId& user);

/// What it is told when the step ends; nothing if only the beginning matters.
std::optional<server_mock::Command> ending(const plan::Primitive& primitive, FaultId fault,
                                           const core::UserId& user);

}  // namespace fishtank::stage
