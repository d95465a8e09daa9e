#pragma once

#include <span>
#include <string>

#include "report/result.hpp"
#include "report/style.hpp"

/// The tables about a suite that a terminal shows below its failures.
namespace fishtank::report {

/// Every number in a line, then every distribution in a line with its statistics. Durations are cut
/// off after three digits behind the point of their unit; the exact ones are in the JSON report.
std::string metrics_table(std::span<const Measured> metrics, const Style& style);

/// Every line of the watch list: the number, what it is judged to be, and by what limits.
std::string watch_table(std::span<const trace::Watched> watched, const Style& style);

}  // namespace fishtank::report
