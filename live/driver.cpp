#include "live/driver.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace fishtank::live {

Alarm::~Alarm() { driver_.forget(*this); }

Driver::Driver(net::Loop& loop, Pace pace)
    : loop_(loop), pace_(pace), origin_(clock()), timer_(loop, [this] { run_due(); }) {}

Driver::~Driver() = default;

void Driver::start() {
  origin_ = clock();
  stalled_ = net::Clock::now() - origin_;
  started_ = true;
  wake();
}

// ---- the two times ---------------------------------------------------------------------------

Instant Driver::run_time(net::TimePoint real) const {
  return core::kStart + core::duration_cast<Duration>((real - origin_) * pace_.speed);
}

net::TimePoint Driver::real(Instant at) const { return origin_ + real(at - core::kStart); }

Instant Driver::moment() const { return std::max(now_, run_time(clock())); }

Instant Driver::arrival() {
  run_due();
  now_ = moment();
  return now_;
}

// ---- alarms ----------------------------------------------------------------------------------

void Driver::set(Alarm& alarm, Instant at) {
  if (alarm.at_ == at) return;
  forget(alarm);
  if (at == core::kNever) return wake();
  alarm.at_ = at;
  alarm.order_ = ++orders_;
  alarms_.push_back(&alarm);
  wake();
}

void Driver::forget(Alarm& alarm) {
  if (alarm.at_ != core::kNever) std::erase(alarms_, &alarm);
  alarm.at_ = core::kNever;
}

Alarm* Driver::earliest() const {
  const auto first =
      std::min_element(alarms_.begin(), alarms_.end(), [](const Alarm* a, const Alarm* b) {
        return std::tuple(a->at_, a->rank_, a->order_) < std::tuple(b->at_, b->rank_, b->order_);
      });
  return first == alarms_.end() ? nullptr : *first;
}

void Driver::run_due() {
  if (running_ || !started_) return;
  running_ = true;
  while (Alarm* alarm = earliest()) {
    const net::TimePoint moment = clock();
    const Instant due = alarm->at_;
    const Duration late = run_time(moment) - due;
    if (late < Duration::zero()) break;
    const net::Duration stalled = net::Clock::now() - moment;
    const net::Duration since_last = stalled - std::exchange(stalled_, stalled);
    // Two looks at two clocks: it can be a few nanoseconds less than it was.
    lateness_.add((late / pace_.speed + std::max(since_last, net::Duration::zero())).count());
    if (pace_.waits && due >= now_) origin_ = moment - real(due - core::kStart);
    now_ = std::max(now_, pace_.waits ? due : run_time(moment));
    forget(*alarm);
    alarm->act(now_);
  }
  running_ = false;
  wake();
}

void Driver::wake() {
  if (running_ || !started_) return;
  if (const Alarm* alarm = earliest()) {
    const net::Duration left = real(std::max(alarm->at_, core::kStart)) - clock();
    timer_.set(net::Clock::now() + left);
  } else {
    timer_.cancel();
  }
}

}  // namespace fishtank::live
