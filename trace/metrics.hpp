#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/policy.hpp"
#include "core/state.hpp"
#include "core/time.hpp"
#include "plan/plan.hpp"
#include "plan/vocabulary.hpp"
#include "trace/histogram.hpp"

namespace fishtank::trace {

using core::Duration;
using core::Instant;

/// What is measured of one client in a run. metrics_fold.hpp makes it from the records; what each
/// number means stands in the table of metrics.cpp, once, for code and people.
struct ClientMetrics {
  std::uint32_t heartbeats_sent = 0;
  std::uint32_t heartbeats_answered = 0;
  std::uint32_t heartbeats_open = 0;  ///< not counted against the success rate
  Histogram heartbeat_rtt;            ///< ns

  Histogram detection_latency;        ///< ns
  Histogram recovery_latency;         ///< ns
  Instant first_loss = core::kNever;  ///< kNever: there was none
  Instant back_at = core::kNever;     ///< CONNECTED for good after the last loss; kNever: it is not
  bool in_service = false;            ///< at the end: CONNECTED, the server holds its session
  Duration downtime{};
  Duration zombie_time{};
  std::array<Duration, core::kStates> time_in{};  ///< by State

  std::uint32_t connects = 0;  ///< times CONNECTED
  std::uint32_t attempts = 0;
  std::uint32_t losses = 0;
  std::array<std::uint32_t, core::kFailureClasses> failures{};  ///< by FailureClass
  std::uint32_t restarts = 0;
  std::uint32_t stale_inputs = 0;
  std::uint32_t stuck_reports = 0;

  std::uint32_t messages_pushed = 0;
  std::uint32_t messages_redelivered = 0;
  std::uint32_t messages_delivered = 0;
  std::uint32_t messages_duplicate = 0;
  std::uint32_t messages_expired = 0;
  std::uint32_t messages_undecodable = 0;
  std::uint32_t messages_cancelled = 0;
  std::uint32_t messages_lost = 0;
  std::uint32_t messages_pending = 0;
  std::uint32_t messages_missed = 0;  ///< never delivered, for whatever reason

  std::uint32_t chats_sent = 0;
  std::uint32_t chats_accepted = 0;
  std::uint32_t chats_refused = 0;
  std::uint32_t chats_lost = 0;
  std::uint32_t chats_arrived = 0;

  std::uint32_t token_calls = 0;
  std::uint32_t cookie_refreshes = 0;
  std::uint32_t password_logins = 0;

  bool operator==(const ClientMetrics&) const = default;
};

/// A client opened a transport, or tried to.
struct Attempt {
  Instant at{};
  std::uint32_t client = 0;

  bool operator==(const Attempt&) const = default;
};

/// What is measured in a run. Those of several runs taken together have the clients of all, one run
/// after the other, and no attempts; then what MetricInfo calls of one run has no meaning.
struct Metrics {
  std::vector<ClientMetrics> clients;  ///< by index
  std::vector<Attempt> attempts;       ///< of all clients, in the order of time

  bool operator==(const Metrics&) const = default;
};

/// All metrics, in the order in which a report shows them.
std::span<const plan::MetricInfo> metrics();

/// A metric by the name that a scenario uses: of a number its name (`reconnects`), of a
/// distribution its name and a statistic (`detection_latency.max`; plan::kStatistics has them).
/// Taken together over the targets: counts and times are added up, distributions united, the
/// success rate is that of all heartbeats. Empty if there is no such metric, or nothing to tell
/// (the maximum of no values).
std::optional<std::int64_t> value_of(const Metrics& metrics, std::string_view name,
                                     const plan::Targets& targets);

/// The united distribution of the targets; empty for a name that is no distribution.
Histogram distribution_of(const Metrics& metrics, std::string_view name,
                          const plan::Targets& targets);

}  // namespace fishtank::trace
