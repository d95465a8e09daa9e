/// How long a client needs to notice each kind of trouble and to be back, in virtual time: exact,
/// and the same on every machine. Each fault meets 1000 runs with different seeds, at a moment that
/// is drawn from a whole heartbeat interval. Detection is from the fault's beginning until the
/// client leaves CONNECTED, recovery from there until it is CONNECTED again (trace/metrics.hpp).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/random.hpp"
#include "plan/profiles.hpp"
#include "plan/scenario.hpp"
#include "sim/run.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::bench {
namespace {

constexpr std::uint64_t kSeeds = 1000;

struct Trouble {
  std::string_view fault;     ///< as QA writes it
  bool needs_a_drop = false;  ///< spares the open connection: a `drop` at the same moment ends it

  std::string name() const { return fmt::format("{}{}", needs_a_drop ? "drop + " : "", fault); }
};

constexpr std::array kTroubles{
    Trouble{"drop"},
    Trouble{"drop, how: fin"},
    Trouble{"close, code: 1001"},
    Trouble{"kick"},
    Trouble{"restart, down: 20s"},
    Trouble{"stall, for: 60s"},
    Trouble{"half_open, for: 60s"},
    Trouble{"partition, for: 60s"},
    Trouble{"partition, direction: up, for: 60s"},
    Trouble{"partition, direction: down, for: 60s"},
    Trouble{"ping_silence, for: 60s"},
    Trouble{"mute, for: 60s"},
    Trouble{"heartbeat_error, code: 500, for: 60s"},
    Trouble{"slow_replies, by: 40s, for: 60s"},
    Trouble{"freeze, for: 60s"},
    Trouble{"refuse, for: 60s", true},
    Trouble{"connect_blackhole, for: 60s", true},
    Trouble{"accept_silent, for: 60s", true},
    Trouble{"dns_failure, for: 60s", true},
    Trouble{"tls_failure, for: 60s", true},
    Trouble{"reject_upgrade, for: 60s", true},
    Trouble{"reject_registration, for: 60s", true},
};

plan::Plan plan_of(const Trouble& trouble, const plan::Profile& profile) {
  std::string text = fmt::format(
      "name: latency\n"
      "duration: 10m\n"
      "client: {{profile: {}}}\n"
      "timeline:\n"
      "  - {{at: 60s, fault: {}}}\n",
      profile.name, trouble.fault);
  if (trouble.needs_a_drop) text += "  - {at: 60s, fault: drop}\n";
  const plan::Loaded loaded = plan::load(text, trouble.fault, trace::vocabulary());
  if (const auto* mistakes = std::get_if<plan::Diagnostics>(&loaded)) {
    throw std::logic_error(fmt::format("{}: {}", trouble.fault, mistakes->front().message));
  }
  return std::get<plan::ScenarioFile>(loaded).variants.front().plan;
}

/// The plan under another seed, its timeline a little later: the fault meets every phase of the
/// heartbeat.
plan::Plan with_seed(plan::Plan plan, core::Seed seed) {
  core::Random random(core::derive(seed, "latency_table/shift"));
  const core::Duration shift = random.below(plan.clients.front().policy.heartbeat.interval);
  for (plan::Event& event : plan.timeline) event.at += shift;
  plan.seed = seed;
  return plan;
}

/// In ns. A trace::Histogram would gather so many different values in buckets.
using Latencies = std::vector<std::int64_t>;

void add(const trace::Histogram& of_one_run, Latencies& all) {
  for (const trace::Histogram::Entry& entry : of_one_run.entries()) {
    all.insert(all.end(), entry.count, entry.value);
  }
}

/// p50, p90, p99 by nearest rank, and the maximum, in seconds.
std::string columns(Latencies latencies) {
  std::sort(latencies.begin(), latencies.end());
  std::string text;
  for (const std::size_t percent : {50U, 90U, 99U, 100U}) {
    if (latencies.empty()) {
      text += fmt::format(" {:>7} |", "-");
      continue;
    }
    const std::size_t rank = (latencies.size() * percent + 99) / 100;
    const std::int64_t ms = (latencies[rank - 1] + 500'000) / 1'000'000;
    text += fmt::format(" {:>3}.{:03} |", ms / 1000, ms % 1000);
  }
  return text;
}

void print_row(const Trouble& trouble, const plan::Profile& profile) {
  Latencies detection;
  Latencies recovery;
  std::uint64_t lost = 0;
  const plan::Plan plan = plan_of(trouble, profile);
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const trace::Trace run = sim::run(with_seed(plan, core::Seed{seed}));
    const trace::ClientMetrics& client = run.metrics.clients.front();
    lost += client.losses > 0 ? 1 : 0;
    add(client.detection_latency, detection);
    add(client.recovery_latency, recovery);
  }
  fmt::print("| {:<38} | {:>4} |{}{}\n", '`' + trouble.name() + '`', lost, columns(detection),
             columns(recovery));
}

void print_table(const plan::Profile& profile) {
  constexpr std::string_view kStatistics = "     p50 |     p90 |     p99 |     max |";
  constexpr std::string_view kRule = " ------: | ------: | ------: | ------: |";
  fmt::print(
      "Profile `{}`, {} seeds: how many lost the connection; seconds to detect, to recover\n\n",
      profile.name, kSeeds);
  fmt::print("| {:<38} | lost |{}{}\n", "fault", kStatistics, kStatistics);
  fmt::print("| {:-<38} | ---: |{}{}\n", "", kRule, kRule);
  for (const Trouble& trouble : kTroubles) print_row(trouble, profile);
  fmt::print("\n");
}

}  // namespace
}  // namespace fishtank::bench

int main() {
  for (const fishtank::plan::Profile& profile : fishtank::plan::profiles()) {
    fishtank::bench::print_table(profile);
  }
}
