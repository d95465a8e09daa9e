#include "cli/case_result.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "plan/case_name.hpp"
#include "trace/verdict.hpp"
#include "trace/watch_list.hpp"

namespace fishtank::cli {

namespace {

enum class Of : std::uint8_t { one_run, several_runs };

/// All metrics that have a value, each statistic of a distribution by itself.
std::vector<report::Measured> measured(const trace::Metrics& metrics, Of of) {
  std::vector<report::Measured> values;
  const auto add = [&](const std::string& name, plan::ValueKind unit) {
    const auto value = trace::value_of(metrics, name, {});
    if (value) values.push_back({name, unit, *value});
  };
  for (const plan::MetricInfo& metric : trace::metrics()) {
    if (metric.is_of_one_run && of == Of::several_runs) continue;
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

}  // namespace

core::Duration rounded(core::Duration wall) {
  if (wall < core::milliseconds(1)) return std::chrono::floor<std::chrono::microseconds>(wall);
  return std::chrono::floor<core::milliseconds>(wall);
}

void measure_together(report::SuiteResult& suite,
                      std::vector<std::vector<trace::ClientMetrics>> runs) {
  if (runs.size() == 1) {
    suite.metrics = suite.cases.front().metrics;
    suite.watched = suite.cases.front().watched;
    return;
  }
  trace::Metrics all;
  for (std::vector<trace::ClientMetrics>& run : runs) {
    std::ranges::move(run, std::back_inserter(all.clients));
    run = {};
  }
  suite.metrics = measured(all, Of::several_runs);
  suite.watched = trace::watch_list(trace::watch_sums(all));
}

report::CaseResult case_result(const CaseChoice& choice, const plan::Plan& plan,
                               const trace::Trace& run, std::string command, bool measure) {
  report::CaseResult result{.file = choice.scenario->file,
                            .scenario = choice.scenario->name,
                            .label = choice.label(),
                            .settings = plan::print({choice.variant->settings, {}}),
                            .seed = choice.seed,
                            .command = std::move(command),
                            .failures = trace::judge(plan, run).failures,
                            .metrics = {},
                            .watched = {},
                            .around = {},
                            .fingerprint = run.fingerprint,
                            .situations = run.situations,
                            .records = run.records,
                            .simulated = run.end - core::kStart};
  if (!measure) return result;
  result.metrics = measured(run.metrics, Of::one_run);
  result.watched = trace::watch_list(trace::watch_sums(run.metrics));
  return result;
}

}  // namespace fishtank::cli
