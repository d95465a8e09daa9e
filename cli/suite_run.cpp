#include "cli/suite_run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cli/case_result.hpp"
#include "cli/excerpt.hpp"
#include "cli/our_fault.hpp"
#include "cli/parallel.hpp"
#include "cli/progress.hpp"
#include "cli/shell_quote.hpp"
#include "report/failure_groups.hpp"
#include "sim/run.hpp"
#include "trace/metrics.hpp"

namespace fishtank::cli {

namespace {

/// The metrics of all cases, until they can be taken together: how far the threads are must not
/// decide what counts.
using Runs = std::vector<std::vector<trace::ClientMetrics>>;

std::string command_for(const CaseChoice& choice, const SuiteOptions& options) {
  return fmt::format("{} run {} {}{}", shell_quote(options.program),
                     shell_quote(choice.scenario->file), choice.options(),
                     options.wire ? " --wire" : "");
}

report::CaseResult run_case(const CaseChoice& choice, const SuiteOptions& options,
                            std::vector<trace::ClientMetrics>& clients) {
  const plan::Plan plan = choice.plan();
  trace::Trace run = sim::run(plan, {.keep = trace::Keep::last, .wire = options.wire});
  report::CaseResult result =
      case_result(choice, plan, run, command_for(choice, options), options.measure);
  if (options.measure) clients = std::move(run.metrics.clients);
  return result;
}

/// Says which case met an exception: that is what has to be reported.
report::CaseResult run_named(const CaseChoice& choice, const SuiteOptions& options,
                             std::vector<trace::ClientMetrics>& clients) {
  const UnderWay under_way(command_for(choice, options));
  try {
    return run_case(choice, options, clients);
  } catch (const std::exception& error) {
    throw std::runtime_error(
        fmt::format("{}\n  in: {}", error.what(), command_for(choice, options)));
  }
}

/// What led to the first failure, from the same run with every record kept.
void explain(report::CaseResult& result, const CaseChoice& choice, const SuiteOptions& options) {
  const plan::Plan plan = choice.plan();
  const trace::Trace run = sim::run(plan, {.keep = trace::Keep::all, .wire = options.wire});
  result.around = excerpt(plan, run, result.failures.front());
}

/// How much there is to simulate: clients x time.
std::int64_t weight(const plan::Plan& plan) {
  return plan::client_count(plan) * core::duration_cast<core::seconds>(plan.duration).count();
}

/// The order in which cases are run; results stand in their own order. The heaviest go first, so
/// that no thread begins a long one when the others have done. Who wants to stop at the first
/// failure means the first in the order of the files.
std::vector<std::size_t> order_of(std::span<const CaseChoice> cases, bool fail_fast) {
  std::vector<std::size_t> order(cases.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (fail_fast) return order;
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t index) { return weight(cases[index].variant->plan); });
  return order;
}

}  // namespace

report::SuiteResult run_suite(std::span<const CaseChoice> cases, const SuiteOptions& options) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  report::SuiteResult suite;
  suite.cases.resize(cases.size());
  Runs runs(cases.size());
  {
    Progress progress(cases.size(), options.progress);
    const std::vector<std::size_t> order = order_of(cases, options.fail_fast);
    const std::size_t done =
        for_each_in_parallel(cases.size(), options.jobs, [&](std::size_t turn) {
          const std::size_t index = order[turn];
          suite.cases[index] = run_named(cases[index], options, runs[index]);
          const bool passed = suite.cases[index].passed();
          progress.advance(passed);
          return passed || !options.fail_fast;
        });
    suite.cases.resize(done);
    runs.resize(done);
  }
  if (options.measure && !runs.empty()) measure_together(suite, std::move(runs));
  std::size_t explained = 0;
  for (const report::FailureGroup& group : report::failure_groups(suite.cases)) {
    if (explained++ == options.explained) break;
    explain(suite.cases[group.shown], cases[group.shown], options);
  }
  suite.wall = rounded(Clock::now() - begin);
  return suite;
}

}  // namespace fishtank::cli
