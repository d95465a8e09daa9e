#include "trace/metrics.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace fishtank::trace {

namespace {

using core::FailureClass;
using core::State;
using plan::MetricInfo;
using plan::ValueKind;

using Number = std::int64_t (*)(const ClientMetrics&);
using Distribution = const Histogram& (*)(const ClientMetrics&);

/// In parts per million.
struct Share {
  Number part;
  Number whole;
};

/// Of the targets together, in the order of their indices. Empty if there is nothing to tell.
using Herd = std::optional<std::int64_t> (*)(const Metrics&, const plan::Targets&);

struct Metric {
  MetricInfo info;
  std::variant<Number, Share, Distribution, Herd> of;
};

constexpr Metric count(std::string_view name, std::string_view about, Number of) {
  return {{.name = name, .unit = ValueKind::count, .about = about}, of};
}

constexpr Metric time(std::string_view name, std::string_view about, Number of) {
  return {{.name = name, .unit = ValueKind::duration, .about = about}, of};
}

constexpr Metric share(std::string_view name, std::string_view about, Number part, Number whole) {
  return {{.name = name, .unit = ValueKind::percent, .about = about}, Share{part, whole}};
}

constexpr Metric times(std::string_view name, std::string_view about, Distribution of) {
  return {{.name = name, .unit = ValueKind::duration, .about = about, .is_distribution = true}, of};
}

constexpr Metric herd(std::string_view name, ValueKind unit, std::string_view about, Herd of) {
  return {{.name = name, .unit = unit, .about = about, .is_of_one_run = true}, of};
}

/// Calls `visit` with the metrics of each target.
template <typename Visit>
void for_each_target(const Metrics& metrics, const plan::Targets& targets, Visit visit) {
  if (targets.empty()) {
    for (const ClientMetrics& client : metrics.clients) visit(client);
  }
  for (const std::uint32_t target : targets) visit(metrics.clients[target]);
}

std::optional<std::int64_t> peak_connects_per_second(const Metrics& metrics,
                                                     const plan::Targets& targets) {
  std::vector<Instant> window;  // a ring would be smaller; nobody asks often
  std::size_t first = 0;
  std::size_t peak = 0;
  for (const Attempt& attempt : metrics.attempts) {
    const bool counts = targets.empty() || std::ranges::binary_search(targets, attempt.client);
    if (!counts) continue;
    window.push_back(attempt.at);
    while (attempt.at - window[first] >= core::seconds(1)) ++first;
    peak = std::max(peak, window.size() - first);
  }
  return static_cast<std::int64_t>(peak);
}

/// From the first loss of a target until so many percent of those that had one are CONNECTED for
/// good.
template <std::size_t percent>
std::optional<std::int64_t> time_to_be_back(const Metrics& metrics, const plan::Targets& targets) {
  Instant first_loss = core::kNever;
  std::vector<Instant> back;
  for_each_target(metrics, targets, [&](const ClientMetrics& client) {
    if (client.first_loss == core::kNever) return;
    first_loss = std::min(first_loss, client.first_loss);
    back.push_back(client.back_at);
  });
  if (back.empty()) return std::nullopt;
  const std::size_t rank = (back.size() * percent + 99) / 100 - 1;
  std::ranges::nth_element(back, back.begin() + static_cast<std::ptrdiff_t>(rank));
  if (back[rank] == core::kNever) return std::nullopt;
  return (back[rank] - first_loss).count();
}

template <State state>
std::int64_t time_in(const ClientMetrics& client) {
  return client.time_in[static_cast<std::size_t>(state)].count();
}

template <FailureClass failure_class>
std::int64_t failures(const ClientMetrics& client) {
  return client.failures[static_cast<std::size_t>(failure_class)];
}

std::int64_t all_failures(const ClientMetrics& client) {
  std::int64_t sum = 0;
  for (const std::uint32_t of_class : client.failures) sum += of_class;
  return sum;
}

#define OF(field) [](const ClientMetrics& client) -> std::int64_t { return client.field; }
#define TIMES_OF(field) [](const ClientMetrics& client) -> const Histogram& { return client.field; }

constexpr std::array kMetrics{
    count("heartbeats_sent", "Heartbeats that were handed to a transport.", OF(heartbeats_sent)),
    count("heartbeats_answered", "Heartbeats whose mid came back with code 200.",
          OF(heartbeats_answered)),
    share("heartbeat_success_rate",
          "Answered heartbeats among those sent. One that was still within its time when the run "
          "or, without a loss, the connection ended is left out.",
          OF(heartbeats_answered), OF(heartbeats_sent - client.heartbeats_open)),
    times("heartbeat_rtt", "From a heartbeat to its answer.", TIMES_OF(heartbeat_rtt)),
    times(
        "detection_latency",
        "From the beginning of the earliest fault that touched the client while it was CONNECTED, "
        "or from CONNECTED if that is later, to leaving CONNECTED by a loss.",
        TIMES_OF(detection_latency)),
    times("recovery_latency", "From leaving CONNECTED by a loss to CONNECTED again.",
          TIMES_OF(recovery_latency)),
    time("downtime", "Not CONNECTED between start and stop, the first connecting included.",
         OF(downtime.count())),
    time("zombie_time", "CONNECTED while the server held no registered session of the client.",
         OF(zombie_time.count())),
    time("time_disconnected", "Time in DISCONNECTED.", time_in<State::disconnected>),
    time("time_connecting", "Time in CONNECTING.", time_in<State::connecting>),
    time("time_connected", "Time in CONNECTED.", time_in<State::connected>),
    time("time_reconnecting", "Time in RECONNECTING.", time_in<State::reconnecting>),
    time("time_failed", "Time in FAILED.", time_in<State::failed>),
    time("time_closed", "Time in CLOSED.", time_in<State::closed>),
    count("connects", "Times CONNECTED was entered.", OF(connects)),
    count("reconnects", "Times CONNECTED was entered again, after the first.",
          OF(connects == 0 ? 0 : client.connects - 1)),
    count("attempts", "Transports that were opened, or tried to.", OF(attempts)),
    count("losses", "Times CONNECTED was left against the client's will.", OF(losses)),
    count("failures", "Losses and failed attempts that the client counted.", all_failures),
    count("failures_unexpected_close", "Failures of the class unexpected close.",
          failures<FailureClass::unexpected_close>),
    count("failures_network", "Failures of the class network.", failures<FailureClass::network>),
    count("failures_other", "Failures of the class other.", failures<FailureClass::other>),
    herd("peak_connects_per_second", ValueKind::count,
         "The most transports that were opened, or tried to, within one second.",
         peak_connects_per_second),
    herd("back_50", ValueKind::duration,
         "From the first loss until half of the clients that had one are CONNECTED for good.",
         time_to_be_back<50>),
    herd("back_99", ValueKind::duration,
         "From the first loss until 99 % of the clients that had one are CONNECTED for good.",
         time_to_be_back<99>),
    herd("back_100", ValueKind::duration,
         "From the first loss until all clients that had one are CONNECTED for good.",
         time_to_be_back<100>),
    count("restarts", "Instance restarts.", OF(restarts)),
    count("stale_inputs", "Inputs of old attempts and requests given up, which were ignored.",
          OF(stale_inputs)),
    count("stuck_reports", "Times a state was held beyond watch.stuck_after.", OF(stuck_reports)),
    count("messages_pushed", "Messages that the server took into custody.", OF(messages_pushed)),
    count("messages_redelivered", "Pushes of messages that had been pushed before.",
          OF(messages_redelivered)),
    count("messages_delivered", "Messages given to the application.", OF(messages_delivered)),
    count("messages_duplicate", "Messages discarded because their id had been seen.",
          OF(messages_duplicate)),
    count("messages_expired", "Messages discarded because they were too old.",
          OF(messages_expired)),
    count("messages_undecodable", "Messages discarded because they could not be read.",
          OF(messages_undecodable)),
    count("messages_cancelled", "Messages that waited for a handler when the client was stopped.",
          OF(messages_cancelled)),
    count("messages_lost",
          "Messages that the client acknowledged but had neither delivered nor discarded by the "
          "end.",
          OF(messages_lost)),
    count("messages_pending", "Messages still in the server's custody at the end.",
          OF(messages_pending)),
    count("chats_sent", "Chat messages that the application wanted sent.", OF(chats_sent)),
    count("chats_accepted", "Chat messages that the server accepted.", OF(chats_accepted)),
    count("chats_refused",
          "Chat messages refused by the server, or by the client when not "
          "CONNECTED.",
          OF(chats_refused)),
    count("chats_lost", "Chat messages whose answer never came.", OF(chats_lost)),
    count("chats_arrived",
          "Chat messages that the server holds; what comes again under the same uuid is the same.",
          OF(chats_arrived)),
    count("token_calls", "Requests to the token service.", OF(token_calls)),
    count("cookie_refreshes", "Requests to the cookie service.", OF(cookie_refreshes)),
    count("password_logins", "Requests to the login service.", OF(password_logins)),
};

#undef OF
#undef TIMES_OF

const Metric* find(std::string_view name) {
  const auto found =
      std::ranges::find(kMetrics, name, [](const Metric& metric) { return metric.info.name; });
  return found == kMetrics.end() ? nullptr : &*found;
}

std::int64_t sum(const Metrics& metrics, const plan::Targets& targets, Number of) {
  std::int64_t total = 0;
  for_each_target(metrics, targets, [&](const ClientMetrics& client) { total += of(client); });
  return total;
}

Histogram unite(const Metrics& metrics, const plan::Targets& targets, Distribution of) {
  Histogram all;
  for_each_target(metrics, targets, [&](const ClientMetrics& client) { all.merge(of(client)); });
  return all;
}

std::optional<std::int64_t> statistic_of(const Histogram& values, std::string_view statistic) {
  if (statistic == "count") return static_cast<std::int64_t>(values.count());
  if (statistic == "sum") return values.sum();
  if (values.empty()) return std::nullopt;
  if (statistic == "min") return values.minimum();
  if (statistic == "mean") return values.mean();
  if (statistic == "p50") return values.percentile(50);
  if (statistic == "p90") return values.percentile(90);
  if (statistic == "p99") return values.percentile(99);
  if (statistic == "max") return values.maximum();
  return std::nullopt;
}

}  // namespace

std::span<const MetricInfo> metrics() {
  static constexpr auto kInfos = [] {
    std::array<MetricInfo, kMetrics.size()> infos{};
    std::ranges::transform(kMetrics, infos.begin(), [](const Metric& one) { return one.info; });
    return infos;
  }();
  return kInfos;
}

std::optional<std::int64_t> value_of(const Metrics& metrics, std::string_view name,
                                     const plan::Targets& targets) {
  if (const Metric* metric = find(name)) {
    if (const auto* number = std::get_if<Number>(&metric->of))
      return sum(metrics, targets, *number);
    if (const auto* together = std::get_if<Herd>(&metric->of)) return (*together)(metrics, targets);
    const auto* of = std::get_if<Share>(&metric->of);
    if (of == nullptr) return std::nullopt;
    const std::int64_t whole = sum(metrics, targets, of->whole);
    if (whole == 0) return std::nullopt;
    return sum(metrics, targets, of->part) * 1'000'000 / whole;
  }
  const std::size_t dot = name.rfind('.');
  const Metric* metric = dot == std::string_view::npos ? nullptr : find(name.substr(0, dot));
  const auto* of = metric == nullptr ? nullptr : std::get_if<Distribution>(&metric->of);
  if (of == nullptr) return std::nullopt;
  return statistic_of(unite(metrics, targets, *of), name.substr(dot + 1));
}

Histogram distribution_of(const Metrics& metrics, std::string_view name,
                          const plan::Targets& targets) {
  const Metric* metric = find(name);
  const auto* of = metric == nullptr ? nullptr : std::get_if<Distribution>(&metric->of);
  return of == nullptr ? Histogram() : unite(metrics, targets, *of);
}

}  // namespace fishtank::trace
