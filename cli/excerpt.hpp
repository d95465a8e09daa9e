#pragma once

#include <string>
#include <vector>

#include "plan/plan.hpp"
#include "trace/recorder.hpp"
#include "trace/verdict.hpp"

namespace fishtank::cli {

/// Lines of the timeline around the moment of a failure, as far as they concern its client or the
/// run as a whole: the important ones (states, faults, messages, notes), most of them before the
/// moment. `run` has all records. A failure without a moment is looked at from the end of the run.
std::vector<std::string> excerpt(const plan::Plan& plan, const trace::Trace& run,
                                 const trace::Failure& failure);

}  // namespace fishtank::cli
