#pragma once

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

/// Takes all groups of policy fields that are there and sets what they say; what was set, in the
/// order of the document.
std::vector<PolicySetting> read_policy(Reading& reading, MappingReader& keys, core::Policy& policy);

}  // namespace fishtank::plan
