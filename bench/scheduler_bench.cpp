/// The hold model: the earliest of n wake-ups comes and asks for the next, again and again.
#include <benchmark/benchmark.h>

#include <bit>
#include <deque>

#include "core/random.hpp"
#include "sim/scheduler.hpp"

namespace fishtank::bench {
namespace {

constexpr core::Duration kMean = core::seconds(15);  // as heartbeats come

/// Exponentially distributed, in integers: -ln(u) = ln 2 * -log2(u), and log2 by the leading zeros,
/// straight between the powers of two.
core::Duration exponential(core::Random& random) {
  constexpr std::int64_t kMeanTimesLn2 = kMean.count() / 1000 * 693 / 1000;
  const std::uint64_t bits = random.next() | 1U;
  const int zeros = std::countl_zero(bits);
  const auto fraction = static_cast<std::int64_t>(bits << zeros << 1U >> 54U);  // 10 bits
  return core::Duration(((zeros + 1) * std::int64_t{1024} - fraction) * kMeanTimesLn2 * 1000 /
                        1024);
}

class Holder final : public sim::Actor {
 public:
  Holder(sim::Scheduler& scheduler, core::Random& random)
      : Actor(sim::Rank::data), scheduler_(scheduler), random_(random) {}

  void act(sim::Instant now) override { scheduler_.schedule(*this, now + exponential(random_)); }

 private:
  sim::Scheduler& scheduler_;
  core::Random& random_;
};

void hold(benchmark::State& state) {
  sim::Scheduler scheduler;
  core::Random random(core::Seed{1});
  std::deque<Holder> holders;
  for (std::int64_t holder = 0; holder < state.range(0); ++holder) {
    holders.emplace_back(scheduler, random).act(core::kStart);
  }
  scheduler.run_until(core::kStart + 4 * kMean);  // until the beginning is forgotten
  for (auto _ : state) scheduler.step(core::kNever);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hold)->ArgName("pending")->Arg(4)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);

}  // namespace
}  // namespace fishtank::bench

BENCHMARK_MAIN();
