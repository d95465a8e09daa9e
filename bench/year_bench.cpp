/// How long a simulated year of one client takes, with every check and metric on.
#include <benchmark/benchmark.h>

#include "bench/allocations.hpp"
#include "bench/undisturbed.hpp"
#include "sim/run.hpp"

namespace fishtank::bench {
namespace {

void year(benchmark::State& state) {
  const plan::Plan plan = undisturbed(1, core::hours(24 * 365));
  const bool wire = state.range(0) != 0;
  const std::uint64_t allocations_before = allocations();
  std::uint64_t heartbeats = 0;
  for (auto _ : state) {
    heartbeats += heartbeats_of(sim::run(plan, {.keep = trace::Keep::last, .wire = wire}));
  }
  const auto allocated = static_cast<double>(allocations() - allocations_before);
  const auto sent = static_cast<double>(heartbeats);
  state.counters["heartbeats/s"] = benchmark::Counter(sent, benchmark::Counter::kIsRate);
  state.counters["allocations/heartbeat"] = allocated / sent;
}
BENCHMARK(year)->ArgName("wire")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fishtank::bench

BENCHMARK_MAIN();
