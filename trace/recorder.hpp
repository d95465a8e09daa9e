#pragma once

#include <cstdint>
#include <vector>

#include "core/prefetch.hpp"
#include "plan/plan.hpp"
#include "trace/check.hpp"
#include "trace/client_status.hpp"
#include "trace/fingerprint.hpp"
#include "trace/metrics.hpp"
#include "trace/metrics_fold.hpp"
#include "trace/record.hpp"
#include "trace/sink.hpp"
#include "trace/sometimes_fold.hpp"
#include "trace/state_spans.hpp"
#include "trace/watches.hpp"

namespace fishtank::trace {

/// What is kept of a run's records.
enum class Keep : std::uint8_t {
  last,  ///< the last kKeptLast: a passing run
  all,   ///< every one: `fishtank trace`, and a failed case that is run again
};

inline constexpr std::size_t kKeptLast = 64;

/// A finished run.
struct Trace {
  Fingerprint fingerprint{};
  std::uint64_t records = 0;  ///< how many there were, violations not counted
  std::vector<Record> kept;   ///< in order; the last of them, or all, and violations among them
  Metrics metrics;
  std::vector<Violation> violations;            ///< Violations::kKeptEach of each check and client
  std::uint64_t violation_count = 0;            ///< all
  std::vector<StateSpan> states;                ///< by client, then by time
  std::vector<std::uint16_t> untouched_faults;  ///< 1 + timeline event: began, made no difference
  SituationSet situations = 0;                  ///< those that occurred
  Instant end{};                                ///< of the plan
  Duration converged_after{};  ///< so long the world went on, healed, until all had converged, or
                               ///< should have
};

/// Takes the records of a run as they come: hashes them, folds them into metrics, shows them to the
/// checks, and keeps some. One per run; the worlds write, nobody reads before finish().
///
/// A violation found is kept among the records, but not hashed: the fingerprint is of what
/// happened, not of what we think of it.
class Recorder final : public Sink {
 public:
  /// The plan outlives the recorder.
  Recorder(const plan::Plan& plan, Keep keep);

  /// What happened next. Moments never go back.
  void write(const Record& record) override;

  /// A record of that client will come soon: asks the memory for what it will touch.
  void foresee(std::uint32_t client) const {
    core::prefetch(&statuses_[client], sizeof statuses_[client]);
    if (measuring_) metrics_.foresee(client);
    watches_.foresee(client);
  }

  /// The plan is over: what was measured and expected of it is settled. Whatever is written from
  /// now on happens after every fault has healed, and only the checks look at it. Called once.
  void end_of_plan(Instant end);

  /// Whether every client has converged.
  bool converged() const;

  /// How long the slowest of the clients may take for that, by its policy.
  Duration convergence_bound() const;

  /// Ends the run and gives everything out. Called once, after end_of_plan().
  Trace finish(Instant end);

 private:
  /// What the timeline's faults did.
  enum class FaultMark : std::uint8_t { not_begun, began, made_a_difference };

  void mark_fault(const Record& record);
  void keep_new_violations();
  void keep(const Record& record);
  std::vector<Record> kept_in_order();
  std::vector<std::uint16_t> untouched_faults() const;

  const plan::Plan& plan_;
  Keep keep_;
  bool measuring_ = true;  ///< the plan lasts
  std::uint64_t records_ = 0;
  RunningFingerprint fingerprint_;
  std::vector<ClientStatus> statuses_;  ///< by client
  MetricsFold metrics_;
  StateSpans states_;
  SometimesFold sometimes_;
  std::vector<FaultMark> faults_;  ///< by timeline event

  Trace trace_;  ///< as far as it is known

  Watches watches_;
  Violations violations_;
  std::size_t violations_written_ = 0;  ///< of the kept ones

  std::vector<Record> kept_;     ///< Keep::last: a ring
  std::size_t oldest_kept_ = 0;  ///< where the ring begins
};

}  // namespace fishtank::trace
