#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trace/metrics.hpp"

/// The watch list of the seeds (S0, "monitoring indicators"; behaviour.md, "What is watched"): a
/// few numbers that an operator looks at first, each with what is good and what is alarming. It
/// judges a client in its weather and fails nothing: a scenario says itself what it expects.
///
/// S0 also watches the memory in use (good < 80 %, alarm > 90 %). A simulated client has no memory
/// of its own that could fill up, so that line stays with whoever runs a real one.
namespace fishtank::trace {

/// What the list is computed from. Sums over clients, so that several runs can be taken together.
struct WatchSums {
  std::int64_t heartbeats_due = 0;  ///< sent, without those left out of heartbeat_success_rate
  std::int64_t heartbeats_answered = 0;
  std::int64_t failures = 0;  ///< losses and failed attempts that the clients counted
  std::int64_t days_ms = 0;   ///< what these failures are spread over, in ms; days_of() makes it
  std::int64_t reconnects = 0;
  Duration reconnecting{};  ///< from a loss to CONNECTED again, all of them together

  WatchSums& operator+=(const WatchSums& other);
  bool operator==(const WatchSums&) const = default;
};

/// Failures of a client are spread over the time between its start and its stop, but over a whole
/// day at least: a run of five minutes with one drop tells of one failure on that day and not of
/// 288. So a rate is never higher than what was seen, and from one day on it is the true mean.
Duration days_of(const ClientMetrics& client);

WatchSums watch_sums(const Metrics& metrics);

/// In what a watched number and its limits are counted.
enum class WatchUnit : std::uint8_t {
  share,     ///< parts per million
  per_day,   ///< thousandths of a time a day
  duration,  ///< ns
};

/// Between good and alarm: worth a look.
enum class Judgement : std::uint8_t { nothing_to_tell, good, watch, alarm };

/// A line of the list, without a run.
struct WatchSpec {
  std::string_view name;
  std::string_view about;
  WatchUnit unit = WatchUnit::share;
  bool more_is_better = false;
  std::int64_t good = 0;   ///< good on the better side of it, itself excluded
  std::int64_t alarm = 0;  ///< alarming on the worse side of it, itself excluded
  std::optional<std::int64_t> (*value)(const WatchSums& sums) = nullptr;
};

/// The list, in the order of S0. docs/watching.md quotes it.
std::span<const WatchSpec> watch_specs();

/// A line of the list for a run.
struct Watched {
  const WatchSpec* spec = nullptr;
  std::optional<std::int64_t> value = {};  ///< empty: nothing of the kind happened
  Judgement judgement = Judgement::nothing_to_tell;

  bool operator==(const Watched&) const = default;
};

std::vector<Watched> watch_list(const WatchSums& sums);

/// "99.5%", "0.33", "12.5s".
std::string print(std::int64_t value, WatchUnit unit);

/// "above 95%", "below 5": where a number of that line is good.
std::string good_range(const WatchSpec& spec);

/// "below 90%", "above 10": where it is alarming.
std::string alarm_range(const WatchSpec& spec);

std::string_view name(Judgement judgement);  ///< "nothing to tell"

}  // namespace fishtank::trace
