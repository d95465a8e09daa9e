#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/policy.hpp"
#include "plan/field.hpp"

/// Every field of core::Policy under its dotted name, in the order of the struct:
/// `heartbeat.interval`, `reconnect.network.base`. A test counts them against the struct, so none
/// can be forgotten.
namespace fishtank::plan {

using PolicyField = Field<core::Policy>;

std::span<const PolicyField> policy_fields();

/// Null if there is none of that name.
const PolicyField* find_policy_field(std::string_view name);

/// The fields in which `policy` differs from `base`.
std::vector<const PolicyField*> differing_fields(const core::Policy& policy,
                                                 const core::Policy& base);

}  // namespace fishtank::plan
