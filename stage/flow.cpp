#include "stage/flow.hpp"

#include <algorithm>

namespace fishtank::stage {

Instant Tcp::next_try(Instant sent, Duration first_timeout, Instant now) {
  Instant next = sent;
  Duration timeout = first_timeout;
  while (next < now) {
    next += timeout;
    timeout = std::min(timeout * 2, kLongestRetransmission);
  }
  return next;
}

Duration delay_by_loss(std::uint32_t loss_ppm, Duration round_trip, core::Random& random) {
  Duration delay{};
  if (loss_ppm == 0) return delay;
  Duration timeout = Tcp::first_timeout(round_trip);
  while (delay < Tcp::kGivesUpAfter && random.chance_ppm(loss_ppm)) {
    delay += timeout;
    timeout = std::min(timeout * 2, Tcp::kLongestRetransmission);
  }
  return delay;
}

namespace {

/// Exact and without overflow: whole seconds first.
Duration time_on_line(std::int64_t size, std::int64_t bytes_per_second) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const std::int64_t rest = size % bytes_per_second;
  __extension__ using Wide = __int128;
  const auto part = static_cast<std::int64_t>(static_cast<Wide>(rest) * kSecond / bytes_per_second);
  return Duration(size / bytes_per_second * kSecond + part);
}

}  // namespace

Journey travel(const Flow& flow, Duration round_trip, std::int64_t size, Instant now,
               Instant& busy_until, core::Random& random) {
  Instant departs = now;
  if (flow.bytes_per_second > 0) {
    departs = std::max(now, busy_until) + time_on_line(size, flow.bytes_per_second);
    busy_until = departs;
  }
  Duration travel = flow.latency;
  if (flow.jitter > Duration::zero()) travel += random.below(flow.jitter);
  return {departs, delay_by_loss(flow.loss_ppm, round_trip, random), travel};
}

}  // namespace fishtank::stage
