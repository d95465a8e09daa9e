#include "onlooker/prometheus.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

#include "onlooker/check.hpp"

namespace fishtank::onlooker {

namespace {

using trace::WatchUnit;

/// Writes families of metrics one below the other.
class Page {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    fmt::format_to(out(), "# HELP fishtank_{} {}\n# TYPE fishtank_{} {}\n", name, help, name, type);
  }
  void sample(std::string_view value, std::string_view labels = "") {
    if (labels.empty()) {
      fmt::format_to(out(), "fishtank_{} {}\n", name_, value);
    } else {
      fmt::format_to(out(), "fishtank_{}{{{}}} {}\n", name_, labels, value);
    }
  }
  void sample(std::uint64_t value, std::string_view labels = "") {
    sample(fmt::format("{}", value), labels);
  }
  void counter(std::string_view name, std::string_view help, std::uint64_t value) {
    family(name, "counter", help);
    sample(value);
  }
  void gauge(std::string_view name, std::string_view help, std::uint64_t value) {
    family(name, "gauge", help);
    sample(value);
  }

  std::string take() { return std::move(text_); }

 private:
  std::back_insert_iterator<std::string> out() { return std::back_inserter(text_); }

  std::string text_;
  std::string_view name_;
};

/// `value` divided by 10^digits, as a decimal.
std::string decimal(std::int64_t value, int digits) {
  std::int64_t unit = 1;
  for (int digit = 0; digit < digits; ++digit) unit *= 10;
  return fmt::format("{}.{:0{}}", value / unit, value % unit, digits);
}

/// In Prometheus's base units: a ratio, times a day, seconds.
std::string in_base_units(std::int64_t value, WatchUnit unit) {
  switch (unit) {
    case WatchUnit::share: return decimal(value, 6);
    case WatchUnit::per_day: return decimal(value, 3);
    case WatchUnit::duration: return decimal(value, 9);
  }
  return {};
}

std::string_view unit_name(WatchUnit unit) {
  switch (unit) {
    case WatchUnit::share: return "ratio";
    case WatchUnit::per_day: return "per_day";
    case WatchUnit::duration: return "seconds";
  }
  return {};
}

void write_connections(const Tally& tally, Page& page) {
  page.gauge("visitors", "Users and anonymous clients seen so far.", tally.visitors);
  page.counter("connections_total", "Upgrades that the server accepted.", tally.connections);
  page.counter("upgrades_refused_total", "Upgrades that the server turned away.",
               tally.turned_away);
  page.gauge("connections_open", "Connections that are open now.", tally.open);
  page.family("closes_total", "counter", "Connections that ended, by who ended them and how.");
  for (std::size_t ending = 0; ending < kEndings; ++ending) {
    page.sample(tally.closes[ending],
                fmt::format("cause=\"{}\"", name(static_cast<Ending>(ending))));
  }
  page.counter("registrations_total", "/reg answered with 200.", tally.registrations);
  page.counter("registrations_refused_total", "/reg answered with another code.",
               tally.registrations_refused);
  page.counter("kicks_total", "Sessions that the server ended with a kick.", tally.kicks);
}

void write_traffic(const Tally& tally, Page& page) {
  page.counter("heartbeats_total", "Heartbeats that came in.", tally.heartbeats);
  page.counter("heartbeats_unanswered_total", "Heartbeats that a fault left unanswered.",
               tally.heartbeats_unanswered);
  page.counter("pings_total", "WebSocket Pings that the server sent.", tally.pings);
  page.counter("pongs_total", "WebSocket Pongs that came in.", tally.pongs);
  page.counter("pushes_accepted_total", "Messages that the server took into custody.",
               tally.pushes_accepted);
  page.counter("pushes_sent_total", "Messages that went out, redeliveries included.",
               tally.pushes_sent);
  page.counter("pushes_redelivered_total", "Messages that went out once more.",
               tally.pushes_redelivered);
  page.counter("pushes_acknowledged_total", "Messages that were acknowledged.",
               tally.pushes_acknowledged);
  page.gauge("pushes_pending", "Messages that wait for their acknowledgement.",
             tally.pushes_pending());
  page.counter("chats_accepted_total", "Chat messages of the clients.", tally.chats_accepted);
}

void write_findings(const Tally& tally, Page& page) {
  page.family("findings_total", "counter", "Properties that a client has broken, by check.");
  for (const CheckSpec* spec : checks()) {
    const auto found = tally.findings.find(spec->name);
    page.sample(found == tally.findings.end() ? 0 : found->second,
                fmt::format("check=\"{}\"", spec->name));
  }
}

/// The number's name with its unit at the end, once: what is a rate by name is called a ratio, as
/// Prometheus has it, and connection_failures_per_day has its unit already.
std::string metric_name(const trace::WatchSpec& spec) {
  const std::string_view unit = unit_name(spec.unit);
  std::string_view name = spec.name;
  if (name.ends_with(unit)) return std::string(name);
  constexpr std::string_view kRate = "_rate";
  if (spec.unit == WatchUnit::share && name.ends_with(kRate)) name.remove_suffix(kRate.size());
  return fmt::format("{}_{}", name, unit);
}

/// A number of the list and, under the same name with _limit, its two limits.
void write_watched(const trace::Watched& watched, Page& page) {
  const trace::WatchSpec& spec = *watched.spec;
  const std::string metric = metric_name(spec);
  page.family(metric, "gauge",
              fmt::format("{} Good is {}, alarming is {}.", spec.about, good_range(spec),
                          alarm_range(spec)));
  if (watched.value) page.sample(in_base_units(*watched.value, spec.unit));
  const std::string limit = metric + "_limit";
  page.family(limit, "gauge",
              fmt::format("Where fishtank_{} stops being good and where it alarms.", metric));
  page.sample(in_base_units(spec.good, spec.unit), "level=\"good\"");
  page.sample(in_base_units(spec.alarm, spec.unit), "level=\"alarm\"");
}

}  // namespace

std::string prometheus(const Tally& total) {
  Page page;
  write_connections(total, page);
  write_traffic(total, page);
  write_findings(total, page);
  for (const trace::Watched& watched : trace::watch_list(watch_sums(total))) {
    write_watched(watched, page);
  }
  return page.take();
}

}  // namespace fishtank::onlooker
