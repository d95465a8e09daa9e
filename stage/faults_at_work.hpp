#pragma once

#include "plan/primitive.hpp"
#include "stage/server_host.hpp"
#include "stage/subject.hpp"

namespace fishtank::stage {

/// The primitives of plan/primitive.hpp as this world does them, for one client each: what one that
/// begins does, and what is taken back when it ends.
void begin(const plan::Primitive& primitive, FaultId fault, Subject& client, ServerHost& server,
           Instant now);
void end(const plan::Primitive& primitive, FaultId fault, Subject& client, ServerHost& server,
         Instant now);

}  // namespace fishtank::stage
