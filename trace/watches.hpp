#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/prefetch.hpp"
#include "plan/plan.hpp"
#include "trace/check.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace {

/// The checks of one run: a watch of each for each client. All watches of a client lie side by
/// side, those that see every heartbeat first, so that a record of one client of many touches few
/// lines of memory.
class Watches {
 public:
  /// Plan and statuses outlive them. The owner of the statuses keeps them up to date.
  Watches(const plan::Plan& plan, std::span<const ClientStatus> statuses,
          std::span<const CheckSpec* const> checks);
  ~Watches();
  Watches(const Watches&) = delete;
  Watches& operator=(const Watches&) = delete;

  /// Shows the record to every check that asked for its like.
  void see(const Record& record, Violations& out);

  /// A record of that client will come soon.
  void foresee(std::uint32_t client) const {
    core::prefetch(memory_.get() + stride_ * client, hot_);
  }

  /// The plan is over, every fault is healed: from now on clients are to converge.
  void healed(Instant at) { around_.healed_at = at; }

  /// The run is over.
  void finish(Instant end, Violations& out);

 private:
  struct Placed {
    const CheckSpec* spec;
    std::size_t offset;  ///< of its watch, from the beginning of a client's, or of the run's
  };

  void place(std::span<const CheckSpec* const> checks);
  void* watch(const Placed& placed, std::uint32_t client) const;
  template <typename Visit>
  void for_each_watch(Visit visit) const;

  Surroundings around_;
  std::uint32_t clients_;
  std::vector<Placed> placed_;
  std::size_t stride_ = 0;               ///< bytes of a client's watches
  std::size_t hot_ = 0;                  ///< of them those that see every heartbeat
  std::unique_ptr<std::byte[]> memory_;  ///< every client's watches, then the run's
  AwakeTime awake_;

  std::array<std::vector<Placed>, kRecordKinds> by_kind_;  ///< without kFramedKinds
  std::array<std::array<std::vector<Placed>, core::kFrameKinds>, kRecordKinds> by_frame_;
};

}  // namespace fishtank::trace
