#pragma once

#include <optional>
#include <span>
#include <string>

#include "plan/plan.hpp"
#include "trace/state_spans.hpp"

/// What a scenario expects of a client's states, held against its spans.
namespace fishtank::trace {

/// How an expectation was disappointed.
struct Disappointment {
  Instant at{};          ///< the moment to look at
  std::string happened;  ///< "it was RECONNECTING from 1m30s to 1m40s"
};

/// Empty if it holds. `spans` are all those of one client, in order; `disturbed` is the last line
/// of the timeline before the expectation's moment, which When::by needs.
std::optional<Disappointment> disappointment(const plan::ExpectState& expected, Instant disturbed,
                                             std::span<const StateSpan> spans);

/// "CONNECTED at 30s", "RECONNECTING entered within 1m to 1m32s".
std::string in_words(const plan::ExpectState& expected);

}  // namespace fishtank::trace
