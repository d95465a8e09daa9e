#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"
#include "plan/units.hpp"

namespace fishtank::explore {

/// Whose behaviour is compared: a kind of client.
struct Subject {
  std::string name;     ///< as the user wrote it
  plan::Client client;  ///< its profile and policy; count and starts are the trial's affair

  bool operator==(const Subject&) const = default;
};

/// `hardened`, `xianyu-live {reconnect.jitter_percent: 50}`: a profile as `client: {profile: ...}`
/// takes it, with the fields of a client that go beside it. Or why there is none.
plan::Parsed<Subject> read_subject(std::string_view text);

/// Every profile there is, by name.
std::vector<Subject> all_subjects();

}  // namespace fishtank::explore
