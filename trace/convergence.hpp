#pragma once

#include <optional>
#include <string>

#include "core/policy.hpp"
#include "trace/client_status.hpp"

/// Liveness in two phases (design.md, "Checks"): while the plan lasts there are faults, and only
/// safety is judged. At its end every fault heals, and within a bound that follows from the policy
/// each client must converge.
namespace fishtank::trace {

/// What is missing until the client has converged, in words; empty if it has:
///   - one that is wanted is CONNECTED, the server holds its registered session, and every message
///     that the server accepted for it has been delivered or discarded for a reason;
///   - one that was stopped is CLOSED, one whose account is disabled is DISCONNECTED;
///   - of one that was never started nothing is asked.
std::optional<std::string> why_not_converged(const ClientStatus& client);

/// How long that may take from the moment at which everything heals: noticing that the peer is
/// dead, closing the old transport, the longest wait, an attempt, and at the failure limit a login
/// or a new life.
core::Duration convergence_bound(const core::Policy& policy);

}  // namespace fishtank::trace
