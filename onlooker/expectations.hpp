#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "onlooker/tally.hpp"
#include "plan/plan.hpp"
#include "trace/state_spans.hpp"
#include "trace/verdict.hpp"

namespace fishtank::onlooker {

/// What of a scenario's expectations a server can judge. To it a client is CONNECTED while it is
/// served: registered, answered, and its ackDiff has come. So it can say
///
/// - whether a visitor was CONNECTED `by` a moment, or entered that `within` some time; what else a
///   state is, a client alone knows;
/// - the metrics that it counts itself (judges()), over all visitors.
///
/// What is expected of only some of the plan's clients is left out: a visitor is none of them.
class Expectations {
 public:
  /// The plan outlives it. Its moments count from core::kStart, and so do those of see().
  explicit Expectations(const plan::Plan& plan) : plan_(plan) {}

  /// Whether a server can judge this one.
  static bool judges(const plan::Expectation& expectation);

  /// That visitor is served (Onlooker::serves) from `now` on, or not any more.
  void see(std::uint32_t visitor, bool is_served, Instant now);

  /// The expectations that do not hold at the end of the run, in the order of the file;
  /// Failure::client is the visitor. An expectation whose time has not come is none of them.
  std::vector<trace::Failure> failures(const Tally& total, Instant end) const;

  /// Those that failures() passes over, for whatever reason.
  std::vector<plan::Mark> left_out(Instant end) const;

 private:
  bool is_judged(const plan::Expectation& expectation, Instant end) const;
  void judge(const plan::ExpectState& what, plan::Mark mark, Instant end,
             std::vector<trace::Failure>& failures) const;

  const plan::Plan& plan_;
  std::map<std::uint32_t, std::vector<trace::StateSpan>> spans_;  ///< the last one is going on
};

}  // namespace fishtank::onlooker
