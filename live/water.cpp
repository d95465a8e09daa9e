#include "live/water.hpp"

#include <algorithm>
#include <utility>

namespace fishtank::live {

namespace {

plan::Direction direction_of(net::Direction direction) {
  return direction == net::Direction::up ? plan::Direction::up : plan::Direction::down;
}

constexpr plan::Direction kDirections[] = {plan::Direction::up, plan::Direction::down};

}  // namespace

Water::Water(Driver& driver, stage::Path& path, Carries carries, int far_trips,
             std::function<void(stage::FaultId)> touched, std::function<void()> changed)
    : Alarm(driver),
      driver_(driver),
      path_(path),
      carries_(carries),
      far_trips_(far_trips),
      touched_(std::move(touched)),
      changed_(std::move(changed)) {}

void Water::path_changed(Instant now) {
  for (const plan::Direction direction : kDirections) {
    follow(direction, now);
    retry_losses(direction, now);
  }
  wake();
  changed_();
  for (Line& one : lines_) one.latest = core::kNever;
}

/// What waits for packets to get through is tried again when TCP does.
void Water::follow(plan::Direction direction, Instant now) {
  Line& one = line(direction);
  const stage::Flow& flow = path_.flow(direction);
  if (flow.lost_by != stage::kNoFault) {
    one.next_try = core::kNever;
  } else if (one.first_lost != core::kNever && one.next_try == core::kNever) {
    // A call begins with a SYN of its own.
    const Duration timeout = carries_ == Carries::services
                                 ? stage::Tcp::kInitialSynTimeout
                                 : stage::Tcp::first_timeout(path_.round_trip());
    one.next_try = stage::Tcp::next_try(one.first_lost, timeout, now);
  }
}

/// What awaits a retransmission goes by what the line loses now.
void Water::retry_losses(plan::Direction direction, Instant now) {
  Line& one = line(direction);
  if (one.gets_through <= now) return;
  const stage::Flow& flow = path_.flow(direction);
  const Duration timeout = stage::Tcp::first_timeout(path_.round_trip());
  const Instant next = stage::Tcp::next_try(one.sent_first, timeout, now);
  if (next >= one.gets_through) return;
  one.gets_through =
      next + stage::delay_by_loss(flow.loss_ppm, path_.round_trip(), path_.random(direction));
  one.latest = one.gets_through + flow.latency;
}

void Water::wrote(plan::Direction direction, Instant now) {
  const stage::Flow& flow = path_.flow(direction);
  if (flow.held_by != stage::kNoFault) touched_(flow.held_by);
  if (flow.lost_by == stage::kNoFault) return;
  touched_(flow.lost_by);
  Line& one = line(direction);
  one.first_lost = std::min(one.first_lost, now);
}

void Water::accepted() {
  if (carries_ == Carries::visitors) begin_connection();
}

void Water::kept(net::Direction direction) {
  if (carries_ == Carries::visitors) wrote(direction_of(direction), driver_.moment());
}

void Water::begin_connection() {
  keeps_answers_back_ = false;
  lines_ = {};
  wake();
  changed_();
}

void Water::keep_answers_back() {
  keeps_answers_back_ = true;
  changed_();
}

void Water::act(Instant now) {
  for (Line& one : lines_) {
    if (one.next_try <= now) one.next_try = one.first_lost = core::kNever;
  }
  wake();
  changed_();
}

void Water::wake() { driver_.set(*this, std::min(lines_[0].next_try, lines_[1].next_try)); }

bool Water::holds(net::Direction direction) {
  if (keeps_answers_back_ && direction == net::Direction::down) return true;
  const stage::Flow& flow = path_.flow(direction_of(direction));
  const bool is_held = carries_ != Carries::services && flow.held_by != stage::kNoFault;
  const bool waits = line(direction_of(direction)).next_try != core::kNever;
  return is_held || flow.lost_by != stage::kNoFault || waits;
}

/// How much later than it could the listener answers the upgrade.
Duration Water::slow_answer() {
  const auto met = path_.met();
  const bool is_slow =
      carries_ != Carries::services && met && met->answer.with == plan::Answer::With::slowness;
  return is_slow ? met->answer.by : Duration::zero();
}

net::TimePoint Water::arrival(net::Direction direction, std::size_t size, bool first) {
  const plan::Direction way = direction_of(direction);
  const stage::Flow& flow = path_.flow(way);
  if (flow.slowed_by != stage::kNoFault) touched_(flow.slowed_by);
  const Instant now = driver_.moment();
  const stage::Journey journey =
      stage::travel(flow, path_.round_trip(), static_cast<std::int64_t>(size), now,
                    line(way).busy_until, path_.random(way));
  if (journey.lost_for > Duration::zero()) {
    Line& one = line(way);
    if (one.gets_through <= now) one.sent_first = journey.departs;
    one.gets_through = std::max(one.gets_through, journey.departs + journey.lost_for);
  }
  Instant at = journey.departs + journey.lost_for + journey.travel;
  if (first && way == plan::Direction::up) at += path_.round_trip() * far_trips_;
  if (first && way == plan::Direction::down) at += slow_answer();
  return driver_.real(at);
}

/// On a narrow line bytes trickle: each piece takes a twentieth of a second, if it is not too small
/// for that.
std::size_t Water::longest_piece(net::Direction direction) {
  constexpr std::int64_t kPiecesPerSecond = 20;
  constexpr std::int64_t kSmallest = 64;
  const std::int64_t rate = path_.flow(direction_of(direction)).bytes_per_second;
  if (rate == 0) return SIZE_MAX;
  return static_cast<std::size_t>(std::max(rate / kPiecesPerSecond, kSmallest));
}

net::TimePoint Water::latest(net::Direction direction) {
  const Instant latest = line(direction_of(direction)).latest;
  return latest == core::kNever ? net::TimePoint::max() : driver_.real(latest);
}

}  // namespace fishtank::live
