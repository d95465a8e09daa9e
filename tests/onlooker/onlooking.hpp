#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "onlooker/onlooker.hpp"
#include "plan/plan.hpp"
#include "trace/record.hpp"

/// Runs of the simulator as the onlooker sees them: of the records those of the server and of the
/// faults, and nothing that a client says of itself.
namespace fishtank::tests {

/// A scenario's runs. Its path is below scenarios/, without the extension.
std::vector<plan::Plan> plans_of(std::string_view scenario);

/// The same with another built-in profile for all clients.
plan::Plan with_profile(plan::Plan plan, std::string_view profile);

/// What a server of that plan writes down. With Pings: each connection is sent one every 10 s, and
/// a Pong comes as long as the client has not let go of it.
std::vector<trace::Record> server_records(const plan::Plan& plan, bool pings);

/// By what the onlooker knows that the client is there (Expected::open_means_alive).
enum class Trust {
  in_open_connections,  ///< no packets or hosts vanish in this run
  in_signs_of_life,     ///< frames, and Pongs to Pings that the server sends
};

/// What the onlooker finds in such a run of a client that should keep to that policy.
std::vector<onlooker::Finding> findings(const plan::Plan& plan, const core::Policy& policy,
                                        Trust trust = Trust::in_signs_of_life);

/// The policy of a built-in profile.
const core::Policy& policy_of(std::string_view profile);

/// The names of the checks in there.
std::set<std::string> checks_of(const std::vector<onlooker::Finding>& findings);

}  // namespace fishtank::tests
