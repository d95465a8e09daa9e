/// Runs the benchmarks beside this program, each several times, and prints the README's table of
/// the medians as Markdown.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace fishtank::bench {
namespace {

using nlohmann::json;

constexpr int kRepetitions = 5;

/// A row of the table: where its figure comes from and how it reads.
struct Row {
  std::string_view about;
  std::string_view program;
  std::string_view benchmark;  ///< its name in the program's output
  std::string_view figure;     ///< a counter of it, or cpu_time
  double scale;                ///< the figure is divided by this
  std::string_view unit;
  std::string_view target = "";
};

constexpr std::array kRows{
    Row{"core: an input of the heartbeat cycle", "core_bench", "heartbeat", "ns/input", 1, "ns",
        "≤ 100 ns"},
    Row{"core: an input of a message's delivery", "core_bench", "message", "ns/input", 1, "ns",
        "≤ 100 ns"},
    Row{"core: an input of a drop and reconnect", "core_bench", "drop_and_reconnect", "ns/input", 1,
        "ns", "≤ 100 ns"},
    Row{"scheduler: an event, 4 pending", "scheduler_bench", "hold/pending:4", "cpu_time", 1, "ns"},
    Row{"scheduler: an event, 1 k pending", "scheduler_bench", "hold/pending:1000", "cpu_time", 1,
        "ns"},
    Row{"scheduler: an event, 100 k pending", "scheduler_bench", "hold/pending:100000", "cpu_time",
        1, "ns"},
    Row{"scheduler: an event, 1 M pending", "scheduler_bench", "hold/pending:1000000", "cpu_time",
        1, "ns"},
    Row{"year of one client", "year_bench", "year/wire:0", "cpu_time", 1e3, "s", "≤ 1.0 s"},
    Row{"year of one client: heartbeats", "year_bench", "year/wire:0", "heartbeats/s", 1e6, "M/s",
        "≥ 2 M/s"},
    Row{"year of one client, real bytes: heartbeats", "year_bench", "year/wire:1", "heartbeats/s",
        1e6, "M/s"},
    Row{"fleet of 1 k: heartbeats", "fleet_bench", "fleet/clients:1000/minutes:240/iterations:1",
        "heartbeats/s", 1e6, "M/s", "≥ 1 M/s"},
    Row{"fleet of 10 k: heartbeats", "fleet_bench", "fleet/clients:10000/minutes:60/iterations:1",
        "heartbeats/s", 1e6, "M/s", "≥ 1 M/s"},
    Row{"fleet of 100 k: heartbeats", "fleet_bench", "fleet/clients:100000/minutes:10/iterations:1",
        "heartbeats/s", 1e6, "M/s", "≥ 1 M/s"},
    Row{"fleet of 100 k: memory a client", "fleet_bench",
        "fleet/clients:100000/minutes:10/iterations:1", "bytes/client", 1024, "KiB", "≤ 2 KiB"},
    Row{"the scenarios of this repository: read", "suite_bench", "load", "cpu_time", 1, "ms"},
    Row{"the scenarios of this repository: run and judged", "suite_bench", "run", "cpu_time", 1,
        "ms"},
    Row{"the scenarios of this repository: cases", "suite_bench", "run", "cases/s", 1e3, "k/s"},
};

/// The standard output of a command that must succeed.
std::string output_of(const std::string& command) {
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run: " + command);
  std::string output;
  std::array<char, 4096> part{};
  while (const std::size_t size = std::fread(part.data(), 1, part.size(), pipe)) {
    output.append(part.data(), size);
  }
  if (pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
  return output;
}

/// The medians of all benchmarks of a program, by name.
std::map<std::string, json> medians_of(const std::filesystem::path& program) {
  const std::string command = fmt::format(
      "'{}' --benchmark_format=json --benchmark_report_aggregates_only=true "
      "--benchmark_repetitions={}",
      program.string(), kRepetitions);
  const json results = json::parse(output_of(command));
  std::map<std::string, json> medians;
  for (const json& benchmark : results.at("benchmarks")) {
    if (benchmark.at("aggregate_name") == "median") medians[benchmark.at("run_name")] = benchmark;
  }
  return medians;
}

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(": ") + 2);
  }
  return "unknown processor";
}

void print_table(const std::filesystem::path& folder) {
  fmt::print("{}, {} threads; {} {}; one thread used; medians of {}.\n\n", processor(),
             std::thread::hardware_concurrency(), FISHTANK_COMPILER, FISHTANK_FLAGS, kRepetitions);
  fmt::print("| what | figure | target |\n| --- | ---: | ---: |\n");
  std::string measured;
  std::map<std::string, json> medians;
  for (const Row& row : kRows) {
    if (measured != row.program) {
      measured = row.program;
      medians = medians_of(folder / measured);
    }
    const double figure = medians.at(std::string(row.benchmark)).at(std::string(row.figure));
    fmt::print("| {} | {:.3g} {} | {} |\n", row.about, figure / row.scale, row.unit, row.target);
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace fishtank::bench

int main() {
  try {
    fishtank::bench::print_table(std::filesystem::read_symlink("/proc/self/exe").parent_path());
  } catch (const std::exception& error) {
    fmt::print(stderr, "print_table: {}\n", error.what());
    return 1;
  }
}
