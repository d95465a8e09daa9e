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
  for (const plan::Direction direction : kDirections) follow(direction, now);
  wake();
  changed_();
}

/// What waits for packets to get through is tried again when TCP does.
void Water::follow(plan::Direction direction, Instant now) {
  Line& one = line(direction);
  const stage::Flow& flow = path_.flow(direction);
  if (flow.lost_by != stage::kNoFault) {
    one.waits_for = flow.lost_by;
    one.next_try = core::kNever;
  } else if (one.first_lost != core::kNever && one.next_try == core::kNever) {
    const Duration timeout = stage::Tcp::first_timeout(path_.round_trip());
    one.next_try = stage::Tcp::next_try(one.first_lost, timeout, now);
  }
}

void Water::wrote(plan::Direction direction, Instant now) {
  const stage::Flow& flow = path_.flow(direction);
  if (flow.held_by != stage::kNoFault) touched_(flow.held_by);
  if (flow.lost_by == stage::kNoFault) return;
  touched_(flow.lost_by);
  Line& one = line(direction);
  one.first_lost = std::min(one.first_lost, now);
}

void Water::keep_answers_back(bool keep) {
  if (std::exchange(keeps_answers_back_, keep) != keep) changed_();
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
  const bool is_held = carries_ == Carries::socket && flow.held_by != stage::kNoFault;
  const bool waits = line(direction_of(direction)).next_try != core::kNever;
  return is_held || flow.lost_by != stage::kNoFault || waits;
}

/// How much later than it could the listener answers the upgrade.
Duration Water::slow_answer() {
  const auto met = path_.met();
  const bool is_slow =
      carries_ == Carries::socket && met && met->answer.with == plan::Answer::With::slowness;
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
  Instant at = journey.departs + journey.lost_for + journey.travel;
  if (first && way == plan::Direction::up) at += path_.round_trip() * far_trips_;
  if (first && way == plan::Direction::down) at += slow_answer();
  return driver_.real(at);
}

}  // namespace fishtank::live
