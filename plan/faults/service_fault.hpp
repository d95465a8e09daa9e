#pragma once

#include <array>
#include <string_view>

#include "plan/fault.hpp"
#include "plan/spelling.hpp"

/// What the faults of the three services share.
namespace fishtank::plan::fault {

inline constexpr std::array<std::string_view, 6> kOutcomes{
    "failure", "captcha", "session_expired", "token_expired", "no_answer", "unchanged"};

/// From `outcome` and `by`.
inline ServiceBehaviour service_behaviour(Service service, const Arguments& arguments) {
  ServiceBehaviour behaviour{.service = service, .by = arguments.duration("by")};
  const std::string& outcome = arguments.text("outcome");
  if (outcome != "unchanged") behaviour.outcome = from_word<core::ServiceOutcome>(outcome);
  return behaviour;
}

inline std::string_view service_unchanged(const Arguments& arguments) {
  const bool nothing =
      arguments.text("outcome") == "unchanged" && arguments.duration("by") == Duration::zero();
  return nothing ? "an outcome that is `unchanged` and not slower `by` anything changes nothing"
                 : "";
}

}  // namespace fishtank::plan::fault
