#pragma once

#include <span>
#include <string_view>

#include "plan/field.hpp"
#include "plan/plan.hpp"

/// The plain fields of a scenario, mapping by mapping, in the order in which they are printed. What
/// has a structure of its own (a client's policy, a timeline line, an expectation) is described in
/// grammar.hpp.
namespace fishtank::plan {

std::span<const Field<Plan>> run_fields();           ///< the scenario itself
std::span<const Field<Client>> client_fields();      ///< `client:`, each of `clients:`
std::span<const Field<Link>> link_fields();          ///< `network:`, its `up:` and `down:`
std::span<const Field<Network>> network_fields();    ///< `network:`, what has no direction
std::span<const Field<Server>> server_fields();      ///< `server:`
std::span<const Field<PushAction>> push_fields();    ///< `push:`
std::span<const Field<SendAction>> send_fields();    ///< `send:`
std::span<const Field<StartAction>> start_fields();  ///< `start:`

/// Every number of the clients of a run fits into this.
inline constexpr std::int64_t kMostClients = 1'000'000;

/// Messages of one `push`, and of one `send`.
inline constexpr std::int64_t kMostPushes = 1'000'000;
inline constexpr std::int64_t kMostSends = 1'000;

}  // namespace fishtank::plan
