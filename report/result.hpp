#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "plan/value.hpp"
#include "trace/fingerprint.hpp"
#include "trace/sometimes.hpp"
#include "trace/verdict.hpp"
#include "trace/watch_list.hpp"

/// What there is to report about the cases that were run: plain values, in the order of the files
/// and of the cases in them, which does not depend on how many threads ran them.
namespace fishtank::report {

/// A number that was measured.
struct Measured {
  std::string name;  ///< as a scenario names it: "reconnects", "detection_latency.max"
  plan::ValueKind unit = plan::ValueKind::count;  ///< duration (ns), count, percent (ppm)
  std::int64_t value = 0;

  bool operator==(const Measured&) const = default;
};

/// One case: a scenario with one choice of its matrix and one seed.
struct CaseResult {
  std::string file;           ///< as the user named it, or as it was found below a folder
  std::string scenario;       ///< the scenario's name
  std::string label;          ///< its matrix values and its seed
  std::string settings = {};  ///< the label without the seed
  core::Seed seed{};
  std::string command;                   ///< runs just this case again
  std::vector<trace::Failure> failures;  ///< none: it passed
  std::vector<Measured> metrics;         ///< those with a value, in the order of `fishtank metrics`
  std::vector<trace::Watched> watched;   ///< empty if nothing was to be measured
  std::vector<std::string> around;       ///< lines of the timeline around the first failure
  trace::Fingerprint fingerprint{};
  trace::SituationSet situations = 0;  ///< rare ones that occurred
  std::uint64_t records = 0;
  core::Duration simulated{};

  bool passed() const { return failures.empty(); }
};

struct SuiteResult {
  std::vector<CaseResult> cases;
  std::vector<Measured> metrics = {};        ///< of all cases together
  std::vector<trace::Watched> watched = {};  ///< of all cases together
  std::vector<std::string> unusable = {};    ///< files that should have been run but are wrong
  std::optional<core::Duration> wall = {};   ///< real time; in what people read only
};

/// The numbers of a summary.
struct Totals {
  std::size_t scenarios = 0;  ///< files
  std::size_t cases = 0;
  std::size_t failed = 0;  ///< cases
  core::Duration simulated{};
};

Totals totals(std::span<const CaseResult> cases);

/// The fingerprints of all cases in order, in one: equal builds of Fishtank print equal ones.
trace::Fingerprint fingerprint(const SuiteResult& suite);

/// "detection_latency.max_ns", "heartbeat_success_rate_ppm", "reconnects": the name of an integer
/// in a file for programs.
std::string name_with_unit(const Measured& measured);

/// "heartbeat_success_rate_ppm", "connection_failures_per_day_milli": the same of a watched number.
std::string name_with_unit(const trace::WatchSpec& spec);

/// The value as one writes it in a scenario: "31s", "99.5%", "3".
std::string value_text(const Measured& measured);

/// "state expected at scenarios/x.yaml:14:5", "check legal_transitions": what failed, and where it
/// stands.
std::string place(const CaseResult& result, const trace::Failure& failure);

}  // namespace fishtank::report
