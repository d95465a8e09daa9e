#pragma once

#include <string>
#include <vector>

#include "cli/selection.hpp"
#include "report/result.hpp"
#include "trace/metrics.hpp"
#include "trace/recorder.hpp"

namespace fishtank::cli {

/// What reports tell of a finished run. `command` runs it again; metrics only if they are wanted.
report::CaseResult case_result(const CaseChoice& choice, const plan::Plan& plan,
                               const trace::Trace& run, std::string command, bool measure);

/// Fills in what was measured in all cases of a suite together: `runs` has the clients of each.
void measure_together(report::SuiteResult& suite,
                      std::vector<std::vector<trace::ClientMetrics>> runs);

/// A real duration as precise as anybody wants to read it.
core::Duration rounded(core::Duration wall);

}  // namespace fishtank::cli
