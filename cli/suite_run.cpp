#include "cli/suite_run.hpp"

#include <fmt/core.h>

#include <chrono>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cli/excerpt.hpp"
#include "cli/parallel.hpp"
#include "cli/progress.hpp"
#include "cli/shell_quote.hpp"
#include "sim/run.hpp"
#include "trace/metrics.hpp"
#include "trace/verdict.hpp"

namespace fishtank::cli {

namespace {

/// A real duration as precise as anybody wants to read it.
core::Duration rounded(core::Duration wall) {
  if (wall < core::milliseconds(1)) return std::chrono::floor<std::chrono::microseconds>(wall);
  return std::chrono::floor<core::milliseconds>(wall);
}

/// All metrics that have a value, each statistic of a distribution by itself.
std::vector<report::Measured> measured(const trace::Metrics& metrics) {
  std::vector<report::Measured> values;
  const auto add = [&](const std::string& name, plan::ValueKind unit) {
    const auto value = trace::value_of(metrics, name, {});
    if (value) values.push_back({name, unit, *value});
  };
  for (const plan::MetricInfo& metric : trace::metrics()) {
    if (!metric.is_distribution) {
      add(std::string(metric.name), metric.unit);
      continue;
    }
    for (const std::string_view statistic : plan::kStatistics) {
      const std::string name = fmt::format("{}.{}", metric.name, statistic);
      add(name, plan::find_metric({trace::metrics()}, name).unit());
    }
  }
  return values;
}

std::string command_for(const CaseChoice& choice, const SuiteOptions& options) {
  return fmt::format("{} run {} --case {}{}", shell_quote(options.program),
                     shell_quote(choice.scenario->file), shell_quote(choice.label()),
                     options.wire ? " --wire" : "");
}

report::CaseResult run_case(const CaseChoice& choice, const SuiteOptions& options) {
  const plan::Plan plan = choice.plan();
  const trace::Trace run = sim::run(plan, {.keep = trace::Keep::last, .wire = options.wire});
  return {.file = choice.scenario->file,
          .scenario = choice.scenario->name,
          .label = choice.label(),
          .command = command_for(choice, options),
          .failures = trace::judge(plan, run).failures,
          .metrics = options.measure ? measured(run.metrics) : std::vector<report::Measured>{},
          .around = {},
          .fingerprint = run.fingerprint,
          .records = run.records,
          .simulated = run.end - core::kStart};
}

/// Says which case met an exception: that is what has to be reported.
report::CaseResult run_named(const CaseChoice& choice, const SuiteOptions& options) {
  try {
    return run_case(choice, options);
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

}  // namespace

report::SuiteResult run_suite(std::span<const CaseChoice> cases, const SuiteOptions& options) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  report::SuiteResult suite;
  suite.cases.resize(cases.size());
  {
    Progress progress(cases.size(), options.progress);
    const std::size_t done =
        for_each_in_parallel(cases.size(), options.jobs, [&](std::size_t index) {
          suite.cases[index] = run_named(cases[index], options);
          const bool passed = suite.cases[index].passed();
          progress.advance(passed);
          return passed || !options.fail_fast;
        });
    suite.cases.resize(done);
  }
  std::size_t explained = 0;
  for (std::size_t index = 0; index < suite.cases.size(); ++index) {
    if (suite.cases[index].passed() || explained == options.explained) continue;
    explain(suite.cases[index], cases[index], options);
    ++explained;
  }
  suite.wall = rounded(Clock::now() - begin);
  return suite;
}

}  // namespace fishtank::cli
