#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "plan/value.hpp"

/// The names that expectations may use and that others own: metrics and checks live in trace/,
/// which includes plan/. The caller hands them in.
namespace fishtank::plan {

struct MetricInfo {
  std::string_view name;
  ValueKind unit = ValueKind::count;  ///< duration (ns), count, or percent (parts per million)
  std::string_view about;
  bool is_distribution = false;  ///< then an expectation names a statistic of it: `name.max`
  bool is_of_one_run = false;    ///< several runs cannot be taken together
};

struct CheckInfo {
  std::string_view name;
  std::string_view about;
};

/// The statistics of a distribution. `count` is how many values it has, whatever their unit.
inline constexpr std::array<std::string_view, 8> kStatistics{"min", "mean", "p50", "p90",
                                                             "p99", "max",  "sum", "count"};

struct Vocabulary {
  std::span<const MetricInfo> metrics = {};
  std::span<const CheckInfo> checks = {};
};

/// "reconnects" or "detection_latency.max", taken apart.
struct MetricName {
  const MetricInfo* metric = nullptr;  ///< null: there is none of that name
  std::string_view statistic = {};     ///< as written, perhaps none of kStatistics; may be empty

  /// Whether it is a number: a statistic is there just when the metric is a distribution.
  bool is_number() const;

  /// The unit of that number.
  ValueKind unit() const;
};

MetricName find_metric(const Vocabulary& vocabulary, std::string_view text);

}  // namespace fishtank::plan
