#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"
#include "plan/profile_files.hpp"
#include "plan/reading.hpp"

/// The readers of the parts of a scenario, one file each. Each notes its mistakes and gives back
/// what makes sense, so that reading can go on.
namespace fishtank::plan {

/// A whole run from a tree in which no `matrix` is left to be applied. The seed is not set.
Plan read_plan(Reading& reading, ProfileFiles& profiles, const Node& root);

/// `client:` or `clients:`; null: one client of the default kind.
std::vector<Client> read_clients(Reading& reading, ProfileFiles& profiles, const Node* one,
                                 const Node* several);

/// `network:`, with the name of the link profile (empty: none).
Network read_network(Reading& reading, const Node& node, std::string& profile);

/// The timeline, in the order of the file.
std::vector<Event> read_timeline(Reading& reading, const Node& node, const Plan& plan);

std::vector<Expectation> read_expectations(Reading& reading, const Node& node, const Plan& plan);

/// A client's name, or a list of them. Empty when they are all.
Targets read_targets(Reading& reading, const Node& node, const Plan& plan);

/// `fault: drop` and the keys beside it; the keys of every line (`at`, `clients`) are taken before.
Action read_fault(Reading& reading, MappingReader& keys, const Node& name, Duration at);

/// A state by its name, in whatever case.
std::optional<core::State> read_state(Reading& reading, const Node& node, std::string_view label);

/// Pairs of expectations that no run can meet both.
void check_contradictions(Reading& reading, const Plan& plan);

/// The end of a run that gives no `duration`: a minute after the last moment that the plan names
/// (ends of faults, pushes, starts and expectations included), in whole seconds.
Duration computed_duration(const Plan& plan);

/// The last moment of a timeline line: the fault's end, the last message of a push, else its
/// moment.
Duration end_of(const Event& event);

}  // namespace fishtank::plan
