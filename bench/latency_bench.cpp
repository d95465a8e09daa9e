/// How long the way back from a fault really takes: from the cut until the client is CONNECTED
/// again, on loopback sockets and in real time, minus what the same plan takes in virtual time on a
/// network without latency, which is just what the policy waits by itself. What is left is the
/// work: sockets, handshakes, HTTP, our code, the machine.
///
///   latency_bench [ROUNDS]      default: 20 of each fault
///
/// Prints p50, p99 and the longest for each fault.

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "live/run.hpp"
#include "plan/scenario.hpp"
#include "sim/run.hpp"
#include "trace/record.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::bench {
namespace {

struct Kind {
  std::string_view name;
  std::string_view line;  ///< of a timeline, without its moment
  int period_ms;          ///< between two rounds: enough to be back
};

constexpr Kind kKinds[] = {
    {"drop, reset", "fault: drop, how: reset", 400},
    {"drop, fin", "fault: drop, how: fin", 400},
    {"close 1000", "fault: close, code: 1000", 400},
    {"close 1011", "fault: close, code: 1011", 400},
    {"protocol_error", "fault: protocol_error", 400},
    {"kick", "fault: kick", 800},
    {"restart, 100 ms", "fault: restart, down: 100ms", 800},
    {"half_open, 300 ms", "fault: half_open, for: 300ms", 1500},
    {"mute, 300 ms", "fault: mute, for: 300ms", 1500},
};

/// Short waits, so that the rounds follow each other; they are taken off again.
plan::Plan plan_of(const Kind& kind, int rounds) {
  std::string text =
      "name: way back\n"
      "network: {latency: 0ms}\n"
      "server: {service_time: 0ms}\n"
      "client:\n"
      "  profile: xianyu-live\n"
      "  connect: {timeout: 200ms, ack_diff_delay: 10ms}\n"
      "  heartbeat: {interval: 5ms, timeout: 120ms}\n"
      "  reconnect.unexpected_close: {base: 20ms, cap: 20ms}\n"
      "  reconnect.network: {base: 20ms, cap: 20ms}\n"
      "  reconnect.other: {base: 20ms, cap: 20ms}\n"
      "  reconnect.close_timeout: 50ms\n"
      "  reconnect.max_failures: 0\n"
      "timeline:\n";
  for (int round = 0; round < rounds; ++round) {
    text += fmt::format("  - {{at: {}ms, {}}}\n", 500 + round * kind.period_ms, kind.line);
  }
  text += fmt::format("duration: {}ms\n", 1000 + rounds * kind.period_ms);
  const plan::Loaded loaded = plan::load(text, kind.name, trace::vocabulary());
  if (const auto* mistakes = std::get_if<plan::Diagnostics>(&loaded)) {
    throw std::logic_error(fmt::format("{}: {}", kind.name, mistakes->front().message));
  }
  return std::get<plan::ScenarioFile>(loaded).variants.front().plan;
}

/// For each round: from the fault's beginning to the first CONNECTED after a loss; -1: it was none.
std::vector<std::int64_t> ways_back(const std::vector<trace::Record>& records, int rounds) {
  using trace::RecordKind;
  std::vector<std::int64_t> ways(static_cast<std::size_t>(rounds), -1);
  std::size_t round = 0;
  core::Instant cut{};
  bool is_cut = false;
  for (const trace::Record& record : records) {
    if (record.kind == RecordKind::fault_started && record.b == 0) {
      round = static_cast<std::size_t>(record.a);
      cut = record.at;
      is_cut = true;
    } else if (is_cut && record.kind == RecordKind::state_changed &&
               trace::state_to(record) == core::State::connected) {
      ways[round] = (record.at - cut).count();
      is_cut = false;
    }
  }
  return ways;
}

void measure(const Kind& kind, int rounds) {
  const plan::Plan plan = plan_of(kind, rounds);
  const auto waits = ways_back(sim::run(plan, {.keep = trace::Keep::all}).kept, rounds);
  const live::Outcome outcome =
      live::run(plan, {.keep = trace::Keep::all, .pace = {.speed = 1, .waits = false}, .tls = {}});
  const auto real = ways_back(outcome.trace.kept, rounds);
  std::vector<std::int64_t> work;
  for (std::size_t round = 0; round < real.size(); ++round) {
    if (real[round] >= 0 && waits[round] >= 0) work.push_back(real[round] - waits[round]);
  }
  std::sort(work.begin(), work.end());
  const auto at = [&](std::size_t percent) {
    return work.empty() ? 0.0 : static_cast<double>(work[(work.size() - 1) * percent / 100]) / 1e6;
  };
  fmt::print("{:<20} {:>6} {:>9.2f} {:>9.2f} {:>9.2f}\n", kind.name, work.size(), at(50), at(99),
             at(100));
}

}  // namespace
}  // namespace fishtank::bench

int main(int argc, char** argv) {
  try {
    const int rounds = argc > 1 ? std::stoi(argv[1]) : 20;
    fmt::print("from the cut to CONNECTED without the policy's waits, real ms\n");
    fmt::print("{:<20} {:>6} {:>9} {:>9} {:>9}\n", "fault", "rounds", "p50", "p99", "max");
    for (const auto& kind : fishtank::bench::kKinds) fishtank::bench::measure(kind, rounds);
  } catch (const std::exception& error) {
    fmt::print(stderr, "latency_bench: {}\n", error.what());
    return 2;
  }
}
