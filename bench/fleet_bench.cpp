/// Many clients in one run: heartbeats a second, and resident memory for each client.
#include <benchmark/benchmark.h>

#include "bench/process_memory.hpp"
#include "bench/undisturbed.hpp"
#include "sim/run.hpp"

namespace fishtank::bench {
namespace {

void fleet(benchmark::State& state) {
  const std::int64_t clients = state.range(0);
  const plan::Plan plan =
      undisturbed(static_cast<std::int32_t>(clients), core::minutes(state.range(1)));
  std::uint64_t heartbeats = 0;
  forget_peak();
  const std::int64_t resident_before = resident_now();
  for (auto _ : state) heartbeats += heartbeats_of(sim::run(plan));
  const std::int64_t grown = resident_peak() - resident_before;
  state.counters["heartbeats/s"] =
      benchmark::Counter(static_cast<double>(heartbeats), benchmark::Counter::kIsRate);
  state.counters["bytes/client"] = static_cast<double>(grown / clients);
}

// So many minutes that connecting weighs little beside the heartbeats. One run a measurement: a
// second one would find the memory of the first.
BENCHMARK(fleet)
    ->ArgNames({"clients", "minutes"})
    ->Args({1'000, 240})
    ->Args({10'000, 60})
    ->Args({100'000, 10})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fishtank::bench

BENCHMARK_MAIN();
