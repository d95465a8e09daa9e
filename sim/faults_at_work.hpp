#pragma once

#include "plan/primitive.hpp"
#include "sim/client_host.hpp"
#include "sim/server_host.hpp"

namespace fishtank::sim {

/// The primitives of plan/primitive.hpp as this world does them, for one client each: what one that
/// begins does, and what is taken back when it ends.
void begin(const plan::Primitive& primitive, FaultId fault, ClientHost& client, ServerHost& server,
           Instant now);
void end(const plan::Primitive& primitive, FaultId fault, ClientHost& client, ServerHost& server,
         Instant now);

}  // namespace fishtank::sim
