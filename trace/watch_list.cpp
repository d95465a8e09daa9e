#include "trace/watch_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "plan/value.hpp"

namespace fishtank::trace {

namespace {

using Value = std::optional<std::int64_t>;

constexpr Duration kDay = core::hours(24);
constexpr std::int64_t kDayMs = core::duration_cast<core::milliseconds>(kDay).count();

Value success_rate(const WatchSums& sums) {
  if (sums.heartbeats_due == 0) return std::nullopt;
  return sums.heartbeats_answered * 1'000'000 / sums.heartbeats_due;
}

Value failures_per_day(const WatchSums& sums) {
  if (sums.days_ms == 0) return std::nullopt;
  return sums.failures * 1000 * kDayMs / sums.days_ms;
}

Value mean_reconnect(const WatchSums& sums) {
  if (sums.reconnects == 0) return std::nullopt;
  return (sums.reconnecting / sums.reconnects).count();
}

constexpr std::int64_t percent(std::int64_t value) { return value * 10'000; }
constexpr std::int64_t per_day(std::int64_t value) { return value * 1000; }
constexpr std::int64_t time(Duration value) { return value.count(); }

constexpr std::array kSpecs{
    WatchSpec{.name = "heartbeat_success_rate",
              .about = "Answered heartbeats among those sent.",
              .unit = WatchUnit::share,
              .more_is_better = true,
              .good = percent(95),
              .alarm = percent(90),
              .value = success_rate},
    WatchSpec{.name = "connection_failures_per_day",
              .about = "Losses and failed attempts of a client each day. A run shorter than a day "
                       "counts as a day whose rest was quiet.",
              .unit = WatchUnit::per_day,
              .good = per_day(5),
              .alarm = per_day(10),
              .value = failures_per_day},
    WatchSpec{.name = "mean_time_to_reconnect",
              .about = "From leaving CONNECTED by a loss to CONNECTED again, the mean.",
              .unit = WatchUnit::duration,
              .good = time(core::seconds(30)),
              .alarm = time(core::seconds(60)),
              .value = mean_reconnect},
};

Judgement judge(const WatchSpec& spec, const Value& value) {
  if (!value) return Judgement::nothing_to_tell;
  const auto better = [&](std::int64_t one, std::int64_t other) {
    return spec.more_is_better ? one > other : one < other;
  };
  if (better(*value, spec.good)) return Judgement::good;
  return better(spec.alarm, *value) ? Judgement::alarm : Judgement::watch;
}

/// Thousandths as a number with at most two decimals; the rest is cut off.
std::string print_thousandths(std::int64_t value) {
  std::string text = fmt::format("{}.{:02}", value / 1000, value % 1000 / 10);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string range(const WatchSpec& spec, bool above, std::int64_t limit) {
  return fmt::format("{} {}", above ? "above" : "below", print(limit, spec.unit));
}

}  // namespace

WatchSums& WatchSums::operator+=(const WatchSums& other) {
  heartbeats_due += other.heartbeats_due;
  heartbeats_answered += other.heartbeats_answered;
  failures += other.failures;
  days_ms += other.days_ms;
  reconnects += other.reconnects;
  reconnecting += other.reconnecting;
  return *this;
}

Duration days_of(const ClientMetrics& client) {
  const Duration connected = client.time_in[static_cast<std::size_t>(core::State::connected)];
  return std::max(client.downtime + connected, kDay);
}

WatchSums watch_sums(const Metrics& metrics) {
  WatchSums sums;
  for (const ClientMetrics& client : metrics.clients) {
    sums.heartbeats_due += client.heartbeats_sent - client.heartbeats_open;
    sums.heartbeats_answered += client.heartbeats_answered;
    for (const std::uint32_t of_class : client.failures) sums.failures += of_class;
    sums.days_ms += core::duration_cast<core::milliseconds>(days_of(client)).count();
    sums.reconnects += static_cast<std::int64_t>(client.recovery_latency.count());
    sums.reconnecting += Duration(client.recovery_latency.sum());
  }
  return sums;
}

std::span<const WatchSpec> watch_specs() { return kSpecs; }

std::vector<Watched> watch_list(const WatchSums& sums) {
  std::vector<Watched> list;
  for (const WatchSpec& spec : kSpecs) {
    const Value value = spec.value(sums);
    list.push_back({.spec = &spec, .value = value, .judgement = judge(spec, value)});
  }
  return list;
}

std::string print(std::int64_t value, WatchUnit unit) {
  switch (unit) {
    case WatchUnit::share: return plan::print_value(value, plan::ValueKind::percent);
    case WatchUnit::per_day: return print_thousandths(value);
    case WatchUnit::duration: return plan::print_duration(Duration(value));
  }
  return {};
}

std::string good_range(const WatchSpec& spec) {
  return range(spec, spec.more_is_better, spec.good);
}

std::string alarm_range(const WatchSpec& spec) {
  return range(spec, !spec.more_is_better, spec.alarm);
}

std::string_view name(Judgement judgement) {
  static constexpr std::array<std::string_view, 4> kNames{"nothing to tell", "good", "watch",
                                                          "alarm"};
  return kNames[static_cast<std::size_t>(judgement)];
}

}  // namespace fishtank::trace
