#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "cli/selection.hpp"
#include "live/run.hpp"
#include "report/result.hpp"

namespace fishtank::cli {

struct LiveOptions {
  live::RunOptions run;
  std::size_t at_once = 64;  ///< cases under way at the same time; they mostly wait
  bool measure = false;      ///< metrics are wanted
  bool progress = false;     ///< a line on standard error tells how far it is
  std::string program;       ///< for the commands that run a case again
};

/// Runs the cases on real sockets, several at once in this thread; `done` gets each as it ends.
/// Those with a fault that only TLS shows get a certificate for the time.
void run_live(std::span<const CaseChoice> cases, const LiveOptions& options,
              const std::function<void(std::size_t index, const plan::Plan& plan,
                                       const live::Outcome& outcome)>& done);

/// Runs the cases on real sockets and judges them. Nothing of it is exactly repeatable: what led to
/// a failure is told from the run that failed.
report::SuiteResult run_live_suite(std::span<const CaseChoice> cases, const LiveOptions& options);

}  // namespace fishtank::cli
