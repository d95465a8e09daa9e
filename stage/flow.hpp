#pragma once

#include <cstdint>

#include "core/random.hpp"
#include "core/time.hpp"
#include "stage/fault_id.hpp"

namespace fishtank::stage {

using core::Duration;
using core::Instant;

/// What one direction of a client's path does to bytes right now: the plan's link with the
/// primitives that are at work, and who put them there.
struct Flow {
  Duration latency{};
  Duration jitter{};
  std::int64_t bytes_per_second = 0;  ///< 0: no limit
  std::uint32_t loss_ppm = 0;
  FaultId slowed_by = kNoFault;  ///< changed one of the numbers above
  FaultId held_by = kNoFault;    ///< bytes wait where they are
  FaultId lost_by = kNoFault;    ///< packets vanish
};

/// How TCP and its kernel behave, as far as an application can see it (docs/network_model.md).
/// Linux's numbers.
struct Tcp {
  static constexpr Duration kInitialSynTimeout = core::seconds(1);
  static constexpr int kSynRetries = 6;  ///< tcp_syn_retries: gives up after 127 s
  static constexpr Duration kLeastRetransmission = core::milliseconds(200);
  static constexpr Duration kLongestRetransmission = core::seconds(120);
  static constexpr Duration kGivesUpAfter = core::milliseconds(924'600);  ///< tcp_retries2 = 15

  /// The timeout before the first retransmission on a path with that round trip.
  static constexpr Duration first_timeout(Duration round_trip) {
    return round_trip * 2 > kLeastRetransmission ? round_trip * 2 : kLeastRetransmission;
  }

  /// The first retransmission at or after `now` of what was sent at `sent`: timeouts double.
  static Instant next_try(Instant sent, Duration first_timeout, Instant now);
};

/// A write on its way.
struct Journey {
  Instant departs;    ///< it has been put on the line
  Duration lost_for;  ///< until the transmission that gets through
  Duration travel;    ///< of that one
};

/// Draws what chance decides about a write of `size` bytes at `now`: jitter, and losses, which TCP
/// turns into delay. `busy_until` is when the line is free, and becomes when it is free again.
Journey travel(const Flow& flow, Duration round_trip, std::int64_t size, Instant now,
               Instant& busy_until, core::Random& random);

/// How long transmissions go on being lost on a line that loses so many of a million. The timeouts
/// of retransmission double.
Duration delay_by_loss(std::uint32_t loss_ppm, Duration round_trip, core::Random& random);

}  // namespace fishtank::stage
