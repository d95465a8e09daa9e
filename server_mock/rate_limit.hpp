#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/time.hpp"

namespace fishtank::server_mock {

/// At most so many in any second: each is admitted unless that many were admitted within the second
/// that ends with it. No second, wherever it begins, holds more, and nobody is turned away without
/// need. What comes a second after an admitted one, to the nanosecond, is no longer in its way.
///
/// Exact, because it remembers the moments themselves: as many as the limit, and no more than were
/// ever admitted.
class RateLimit {
 public:
  /// 0: no limit.
  explicit RateLimit(std::int64_t per_second = 0) : most_(static_cast<std::size_t>(per_second)) {}

  /// Whether one that comes at `now` is turned away. Time never goes back.
  bool is_full(core::Instant now) const {
    return most_ > 0 && admitted_.size() == most_ && now - admitted_[oldest_] < core::seconds(1);
  }

  /// One was admitted at `now`. It is not full.
  void count(core::Instant now) {
    if (admitted_.size() < most_) {
      admitted_.push_back(now);
    } else if (most_ > 0) {
      admitted_[oldest_] = now;
      oldest_ = (oldest_ + 1) % most_;
    }
  }

  bool operator==(const RateLimit&) const = default;

 private:
  std::size_t most_;                     ///< in a second; 0: no limit
  std::vector<core::Instant> admitted_;  ///< the latest ones; a ring once there are `most_`
  std::size_t oldest_ = 0;               ///< its place in the ring
};

}  // namespace fishtank::server_mock
