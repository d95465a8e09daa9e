#pragma once

#include "plan/plan.hpp"
#include "stage/observer.hpp"
#include "trace/recorder.hpp"

namespace fishtank::sim {

struct RunOptions {
  /// What of the records is kept.
  trace::Keep keep = trace::Keep::last;

  /// Frames travel as bytes through the codec instead of as values. The fingerprint is the same.
  bool wire = false;

  /// Sees every call of a core; null: nobody does.
  stage::Observer* observer = nullptr;
};

/// Runs the plan in virtual time to its end and gives back what happened. No state is left behind
/// and none is shared: calls in several threads do not meet.
trace::Trace run(const plan::Plan& plan, RunOptions options = {});

}  // namespace fishtank::sim
