#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

/// Time as every folder of Fishtank speaks of it. Integers only: floating point never decides
/// when something happens or whether.
namespace fishtank::core {

/// A length of time in nanoseconds. Covers 292 years either way.
using Duration = std::chrono::duration<std::int64_t, std::nano>;

/// The clock of a run. It has no now(): the one who runs the world hands the moment in.
struct RunClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<RunClock>;
  static constexpr bool is_steady = true;
};

/// A moment of a run, counted from its beginning. Monotonic: never moved by wall_clock_jump.
using Instant = RunClock::time_point;

/// What the client host's calendar shows, in milliseconds since 1970 (UTC), as the LWP protocol
/// writes it (mids, message ages). It may jump.
struct WallTime {
  std::int64_t ms = 0;

  auto operator<=>(const WallTime&) const = default;
};

/// The beginning of a run.
inline constexpr Instant kStart{};

/// Later than everything: the deadline of one who waits for nothing.
inline constexpr Instant kNever = Instant::max();

/// `at + wait` that stays at kNever when the wait is longer than time itself.
constexpr Instant later(Instant at, Duration wait) {
  return wait > kNever - at ? kNever : at + wait;
}

using std::chrono::duration_cast;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

}  // namespace fishtank::core
