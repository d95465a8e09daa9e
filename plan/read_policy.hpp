#pragma once

#include <string_view>
#include <vector>

#include "plan/policy_fields.hpp"
#include "plan/reading.hpp"

/// The fields of a policy as a client of a scenario and a profile write them: `heartbeat.interval:
/// 15s` or `heartbeat: {interval: 15s}`.
namespace fishtank::plan {

/// A field that a document sets, and where its value stands.
struct PolicySetting {
  const PolicyField* field = nullptr;
  Mark mark;
};

/// Whether a policy has fields whose names begin with `prefix` and a dot.
bool is_policy_group(std::string_view prefix);

/// Takes all groups of policy fields that are there and sets what they say; what was set, in the
/// order of the document.
std::vector<PolicySetting> read_policy(Reading& reading, MappingReader& keys, core::Policy& policy);

}  // namespace fishtank::plan
