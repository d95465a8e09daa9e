#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "report/result.hpp"
#include "report/style.hpp"

/// The reports about a suite. Each writer is one file and one function from the result to text;
/// equal results give equal text, byte for byte: there is no moment of the day, no host name and,
/// outside of what people read, no real duration in it.
namespace fishtank::report {

/// What is said of the rare situations.
enum class Rarely : std::uint8_t {
  line,   ///< how many occurred, if there is more than one scenario
  never,  ///< all that never did, and the line
  table,  ///< how often each of the others did, too
};

struct TerminalOptions {
  Style style = {};
  bool metrics = false;  ///< what was measured in all cases together, and the watch list
  Rarely sometimes = Rarely::line;
  std::size_t in_full = 10;  ///< so many failures are shown in full, the others in a line
};

/// For people: the failures, those that differ in the seed alone together, then a summary of two
/// lines, or three.
std::string terminal(const SuiteResult& suite, const TerminalOptions& options);

/// JUnit XML, as Jenkins, GitLab and others read it: a <testsuite> for each scenario file, a
/// <testcase> for each case, a <failure> for each thing that failed in it. `time` is simulated
/// seconds. A file that cannot be used is a <testsuite> with an <error>.
std::string junit(const SuiteResult& suite);

/// JSON for programs, all numbers integers:
///
///     {"fishtank_report": 1, "fingerprint": "0123456789abcdef", "scenarios": 1, "passed": 1,
///      "failed": 0, "simulated_ns": 1, "unusable": ["broken.yaml"], "metrics": {...},
///      "watch_list": {...}, "sometimes": {"backoff_at_its_cap": {"cases": 1, "command": "..."}},
///      "cases": [{"file": "x.yaml", "scenario": "...", "case": "seed=1", "passed": true,
///                 "fingerprint": "...", "records": 1, "simulated_ns": 1, "command": "...",
///                 "failures": [{"line": 14, "column": 5, "expectation": "...", "expected": "...",
///                               "happened": "...", "at_ns": 1}],
///                 "metrics": {"reconnects": 1, "detection_latency.max_ns": 1},
///                 "watch_list": {"connection_failures_per_day_milli":
///                                {"value": 1000, "judgement": "good"}},
///                 "sometimes": ["backoff_at_its_cap"]}]}
///
/// `metrics` and `watch_list` of the whole are those of all cases taken together. `value` is
/// missing in a line of the watch list with nothing to tell, `command` of a rare situation that
/// never occurred. `unusable` are files that should have been run but are wrong.
///
/// `line` and `column` are missing in a failure of a check that watches every run, `at_ns` in one
/// that concerns a run as a whole.
std::string json(const SuiteResult& suite);

/// One line a case, `<fingerprint> <file> <case>`, to compare with another build's by `diff`.
std::string fingerprints(const SuiteResult& suite);

}  // namespace fishtank::report
