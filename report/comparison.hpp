#pragma once

#include <string>

#include "explore/comparison.hpp"
#include "report/style.hpp"

/// The reports about a comparison. Equal comparisons give equal text, byte for byte.
namespace fishtank::report {

/// For people: a table for each trouble, in seconds, the best profile first and the worst value of
/// a column emphasised; under it in a sentence who is back first and who is not. 100 columns wide
/// unless a profile's name is longer than 24.
std::string terminal(const explore::Comparison& comparison, const Style& style);

/// A line for each row and a column for each statistic, durations in ns. What never happened is
/// `never`; a statistic of no values is empty.
std::string csv(const explore::Comparison& comparison);

/// The same as JSON, all numbers integers:
///
///     {"seeds": [1, 100], "clients": 1,
///      "rows": [{"fault": "drop", "profile": "xianyu-live", "clients": 100, "not_back": 0,
///                "unnoticed": 0, "untouched": 0, "worst_seed": 1,
///                "detection_latency": {"count": 100, "never": 0, "sum_ns": 1, "p50_ns": 1,
///                                      "p99_ns": 1, "max_ns": null}, ...}]}
///
/// `seeds` are the first and the last. null is never; a statistic of no values is missing.
std::string json(const explore::Comparison& comparison);

}  // namespace fishtank::report
