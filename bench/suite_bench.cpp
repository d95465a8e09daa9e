/// The scenarios of this repository: reading them all, and running and judging every case.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "cli/scenario_files.hpp"
#include "cli/selection.hpp"
#include "sim/run.hpp"
#include "trace/verdict.hpp"

namespace fishtank::bench {
namespace {

std::vector<plan::ScenarioFile> scenarios() {
  return cli::load_scenarios(cli::find_scenario_files({FISHTANK_SCENARIOS}));
}

double number(std::size_t count) { return static_cast<double>(count); }

void load(benchmark::State& state) {
  std::size_t files = 0;
  for (auto _ : state) files += scenarios().size();
  state.counters["files"] = number(files) / static_cast<double>(state.iterations());
}
BENCHMARK(load)->Unit(benchmark::kMillisecond);

void expand(benchmark::State& state) {
  const std::vector<plan::ScenarioFile> loaded = scenarios();
  std::size_t cases = 0;
  for (auto _ : state) {
    for (const plan::ScenarioFile& scenario : loaded) cases += plan::expand(scenario).size();
  }
  state.counters["cases"] = number(cases) / static_cast<double>(state.iterations());
}
BENCHMARK(expand)->Unit(benchmark::kMillisecond);

void run(benchmark::State& state) {
  const std::vector<plan::ScenarioFile> loaded = scenarios();
  const std::vector<cli::CaseChoice> cases = cli::select_cases(loaded, {});
  std::size_t failed = 0;
  for (auto _ : state) {
    for (const cli::CaseChoice& choice : cases) {
      const plan::Plan plan = choice.plan();
      failed += trace::judge(plan, sim::run(plan)).passed() ? 0 : 1;
    }
  }
  const double runs = number(cases.size()) * static_cast<double>(state.iterations());
  state.counters["cases"] = number(cases.size());
  state.counters["cases/s"] = benchmark::Counter(runs, benchmark::Counter::kIsRate);
  if (failed != 0) state.SkipWithError("a scenario failed: there is nothing to measure");
}
BENCHMARK(run)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fishtank::bench

BENCHMARK_MAIN();
