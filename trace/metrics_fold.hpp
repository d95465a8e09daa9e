#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/prefetch.hpp"
#include "plan/plan.hpp"
#include "trace/client_status.hpp"
#include "trace/metrics.hpp"
#include "trace/record.hpp"

namespace fishtank::trace {

/// The heartbeats of one connection that wait for their answers. The latest stands in place: as
/// long as each is answered before the next, no other memory is touched.
class OpenHeartbeats {
 public:
  void sent(std::uint64_t mid, Instant at) {
    if (latest_.at != kNobody) older_.push_back(latest_);
    latest_ = {.mid = mid, .at = at};
  }

  /// When the heartbeat with that mid was sent; empty if none waits.
  std::optional<Instant> take(std::uint64_t mid);

  /// How many were sent after `since`, then forgets all: no answer can come any more.
  std::uint32_t close(Instant since);

 private:
  struct Heartbeat {
    std::uint64_t mid = 0;
    Instant at = kNobody;
  };
  static constexpr Instant kNobody = core::kNever;

  Heartbeat latest_;
  std::vector<Heartbeat> older_;
};

/// Folds the records of a run into its metrics, one after the other. About 200 bytes of state a
/// client besides the metrics themselves; nothing is allocated for a heartbeat and its answer.
class MetricsFold {
 public:
  /// The statuses outlive it. Their owner lets them see each record after the fold has seen it.
  MetricsFold(const plan::Plan& plan, std::span<const ClientStatus> statuses);

  void see(const Record& record) {
    if (record.client >= folds_.size()) return see_of_all(record);
    if (record.fault != 0) blame(record);
    fold(record);
  }

  /// A record of that client will come soon.
  void foresee(std::uint32_t client) const {
    core::prefetch(&folds_[client], sizeof folds_[client]);
    core::prefetch(&clients_[client], sizeof clients_[client]);
  }

  /// The run is over. Called once.
  Metrics finish(Instant end);

 private:
  /// What is under way with one client.
  struct Fold {
    OpenHeartbeats heartbeats;
    Duration heartbeat_timeout{};
    Instant settled{};                     ///< up to here times are added up
    Instant connected_at{};                ///< the last time
    Instant trouble_began = core::kNever;  ///< of the earliest fault met since connected_at
    Instant lost_at = core::kNever;        ///< kNever: not between a loss and CONNECTED
  };

  void settle(std::size_t client, Instant at);
  void fold(const Record& record);
  void heartbeat_answered(const Record& record, Fold& client, ClientMetrics& metrics);
  void state_changed(const Record& record, Fold& client, ClientMetrics& metrics);
  void see_of_all(const Record& record);
  void blame(const Record& record);

  std::span<const ClientStatus> statuses_;  ///< by client; as they were before the present record
  std::vector<Fold> folds_;                 ///< by client
  std::vector<ClientMetrics> clients_;      ///< by client
  std::vector<Attempt> attempts_;
  std::vector<Instant> fault_began_;  ///< by timeline event: its latest step that has begun
};

}  // namespace fishtank::trace
