#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "explore/trial.hpp"
#include "plan/value.hpp"
#include "trace/recorder.hpp"

/// What a comparison measures of its trials.
namespace fishtank::explore {

/// Each has one value for each client of a trial, unless its description says otherwise.
enum class Measure : std::uint8_t {
  detection_latency,
  recovery_latency,
  time_to_be_back,
  out_of_service,
  downtime,
  zombie_time,
  messages_missed,
  messages_lost,
  messages_expired,
  connects,
  attempts,
  peak_attempts,
  token_calls,
  password_logins,
};

inline constexpr std::size_t kMeasures = 14;

struct MeasureInfo {
  Measure measure = Measure::detection_latency;
  std::string_view name;
  plan::ValueKind unit = plan::ValueKind::count;  ///< duration (ns) or count
  std::string_view about;
};

/// All of them, in their order.
std::span<const MeasureInfo> measures();

/// The value of what did not happen: greater than every other.
inline constexpr std::int64_t kNever = INT64_MAX;

/// What was measured in some trials: plain values, kNever among them.
struct Sample {
  std::array<std::vector<std::int64_t>, kMeasures> values;  ///< by Measure
  std::uint64_t not_back = 0;   ///< clients that were not in service at the end
  std::uint64_t unnoticed = 0;  ///< of them, those that took themselves for CONNECTED
  std::uint64_t untouched = 0;  ///< trials in which a fault of the trouble made no difference

  std::vector<std::int64_t>& of(Measure measure) {
    return values[static_cast<std::size_t>(measure)];
  }

  void append(const Sample& other);
};

/// What the run of a trial shows; the trouble began at `begin`.
Sample measure(const trace::Trace& run, core::Duration begin);

/// How the values of a measure are spread.
struct Spread {
  std::uint64_t count = 0;  ///< values, kNever included
  std::uint64_t never = 0;  ///< of them, kNever
  std::int64_t sum = 0;     ///< of the others

  // By nearest rank, exact; kNever is the greatest value. Empty if there are no values.
  std::optional<std::int64_t> p50;
  std::optional<std::int64_t> p99;
  std::optional<std::int64_t> max;

  bool operator==(const Spread&) const = default;
};

/// In whatever order they come.
Spread spread(std::vector<std::int64_t> values);

}  // namespace fishtank::explore
