#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "cli/selection.hpp"
#include "report/result.hpp"

namespace fishtank::cli {

struct SuiteOptions {
  unsigned jobs = 1;           ///< threads; each case is run whole in one
  bool wire = false;           ///< frames travel as bytes
  bool fail_fast = false;      ///< nothing after the first case, in their order, that fails
  bool measure = false;        ///< metrics are wanted
  bool progress = false;       ///< a line on standard error tells how far it is
  std::string program;         ///< for the commands that run a case again
  std::size_t explained = 10;  ///< so many failures are run again to see what led to them
};

/// Runs the cases and judges them. The result does not depend on the number of jobs.
report::SuiteResult run_suite(std::span<const CaseChoice> cases, const SuiteOptions& options);

}  // namespace fishtank::cli
