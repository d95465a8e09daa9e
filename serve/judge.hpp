#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "onlooker/expectations.hpp"
#include "onlooker/onlooker.hpp"
#include "plan/plan.hpp"
#include "stage/fault_id.hpp"
#include "trace/record.hpp"
#include "trace/verdict.hpp"

namespace fishtank::serve {

using core::Duration;
using core::Instant;

/// What a served run comes to.
struct Verdict {
  std::vector<onlooker::Finding> findings;  ///< what clients did not keep to
  std::vector<trace::Failure> failures;     ///< of the scenario: expectations that do not hold, and
                                            ///< faults that met nobody; `client` is the visitor
  std::vector<plan::Mark> left_out;         ///< expectations that were not judged
  std::vector<std::string> visitors;        ///< names, by Finding::visitor and Failure::client
  bool registered = false;                  ///< somebody has

  /// Who was cut off and not back at the end, though not yet beyond the bound of comes_back.
  struct Away {
    std::uint32_t visitor;
    Instant since;
    Instant until;  ///< it has so long
  };
  std::vector<Away> away;

  /// Somebody registered, and nothing was wrong. If nobody did, nothing was tested.
  bool passed() const { return registered && findings.empty() && failures.empty(); }
};

/// Sees what a server writes down and comes to a verdict: the onlooker's findings, and what the
/// scenario expects as far as a server can tell.
class Judge {
 public:
  /// The plan outlives it; lines may be added to its timeline (know()).
  Judge(const onlooker::Expected& expected, const plan::Plan& plan);

  /// Whether there is anything of a scenario, and not commands alone.
  bool has_scenario() const { return planned_ > 0 || !plan_.expectations.empty(); }

  /// The timeline begins: moments of the plan count from now on.
  void begin(Instant now) { begun_ = now; }
  Instant begun() const { return begun_; }

  /// A line was added to the timeline by a command; whether it meets anybody is not judged.
  void know(std::uint32_t event) { onlooker_.know(event, plan_.timeline[event]); }

  /// Moments never go back.
  void see(const trace::Record& record);
  void tick(Instant now) { onlooker_.tick(now); }

  /// That visitor has answered the server's close frame.
  void see_close_answered(std::uint32_t visitor, Instant now) {
    onlooker_.see_close_answered(visitor, now);
  }

  /// This process stood still until `now`, so nobody is blamed for what it slept through.
  void see_standstill(Instant now) { onlooker_.see_standstill(now); }

  /// That fault made a difference. False: that was known.
  bool touch(stage::FaultId fault) { return touched_.insert(fault).second; }

  /// Only the tester knows whether that fault meets anybody: it is for him to carry out.
  void leave_to_tester(stage::FaultId fault) { of_tester_.insert(fault); }

  /// The run is over, what comes later is not judged.
  void finish(Instant now);

  /// Everything but the visitors' names. After finish().
  Verdict verdict() const;

  const onlooker::Onlooker& onlooker() const { return onlooker_; }

 private:
  bool met_somebody(std::uint32_t event) const;

  const plan::Plan& plan_;
  std::uint32_t planned_;  ///< lines of the scenario; the others were commanded
  onlooker::Onlooker onlooker_;
  onlooker::Expectations expectations_;
  std::set<std::uint32_t> begun_faults_;  ///< by event
  std::set<stage::FaultId> touched_;
  std::set<stage::FaultId> of_tester_;
  Instant begun_ = core::kStart;
  Instant finished_ = core::kNever;
};

}  // namespace fishtank::serve
