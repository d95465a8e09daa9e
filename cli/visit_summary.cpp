#include "cli/visit_summary.hpp"

#include <fmt/core.h>

#include "cli/readable.hpp"
#include "plan/units.hpp"

namespace fishtank::cli {

namespace {

using trace::ClientMetrics;

std::string in_milliseconds(std::int64_t nanoseconds) {
  return fmt::format("{:.1f} ms", static_cast<double>(nanoseconds) / 1e6);
}

std::string row(std::string_view name, std::string_view text) {
  return fmt::format("  {:<14} {}\n", name, text);
}

/// p50, p99 and the greatest.
std::string spread(const trace::Histogram& values) {
  return fmt::format("p50 {}, p99 {}, max {}", in_milliseconds(values.percentile(50)),
                     in_milliseconds(values.percentile(99)), in_milliseconds(values.maximum()));
}

std::string states(const ClientMetrics& client) {
  std::string text;
  for (int index = 0; index < core::kStates; ++index) {
    const core::Duration time = client.time_in[static_cast<std::size_t>(index)];
    if (time <= core::Duration::zero()) continue;
    const auto rounded = std::chrono::round<core::milliseconds>(time);
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name(static_cast<core::State>(index)),
                        plan::print_duration(rounded));
  }
  return text;
}

std::string connections(const ClientMetrics& client) {
  return fmt::format("attempts {}, connected {}, lost {}, reconnected {}", client.attempts,
                     client.connects, client.losses, client.connects > 0 ? client.connects - 1 : 0);
}

std::string heartbeats(const ClientMetrics& client) {
  std::string text =
      fmt::format("{} sent, {} answered", client.heartbeats_sent, client.heartbeats_answered);
  if (!client.heartbeat_rtt.empty()) text += "; round trip " + spread(client.heartbeat_rtt);
  return text;
}

std::string messages(const live::Visited& visited, const ClientMetrics& client) {
  return fmt::format("{} delivered, {} duplicate, {} expired, {} undecodable", visited.delivered,
                     client.messages_duplicate, client.messages_expired,
                     client.messages_undecodable);
}

std::string violations(const live::Visited& visited) {
  std::string text;
  for (const trace::Violation& violation : visited.trace.violations) {
    text += fmt::format("  {} at {}: {}\n", violation.check,
                        plan::print_duration(readable(violation.at).time_since_epoch()),
                        violation.message);
  }
  return text.empty() ? text : "\nchecks that were broken\n" + text;
}

}  // namespace

std::string visit_summary(const live::Visited& visited) {
  const ClientMetrics& client = visited.trace.metrics.clients.front();
  std::string text = "\nsummary\n";
  text += row("states", states(client));
  text += row("connections", connections(client));
  text += row("heartbeats", heartbeats(client));
  text += row("messages", messages(visited, client));
  if (!visited.lateness.empty()) text += row("timers late by", spread(visited.lateness));
  return text + violations(visited);
}

bool went_well(const live::Visited& visited) {
  return visited.trace.metrics.clients.front().connects > 0 && visited.trace.violations.empty();
}

}  // namespace fishtank::cli
