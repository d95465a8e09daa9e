#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "live/driver.hpp"

/// A loop and a driver, and alarms that write down when they went.
namespace fishtank::live::test {

using core::kStart;
using core::milliseconds;
using core::seconds;

/// What went, in order.
struct Log {
  struct Entry {
    int who;
    Instant told;
    bool operator==(const Entry&) const = default;
  };
  std::vector<Entry> entries;
};

class LoggingAlarm final : public Alarm {
 public:
  LoggingAlarm(Driver& driver, Log& log, int who, Rank rank = Rank::other)
      : Alarm(driver, rank), log_(log), who_(who) {}
  void act(Instant now) override {
    log_.entries.push_back({who_, now});
    if (and_then) and_then();
  }
  std::function<void()> and_then;

 private:
  Log& log_;
  int who_;
};

/// Runs the loop for that long: for what must not happen. A busy machine may do nothing in it.
inline void run_for(net::Loop& loop, net::Duration duration) {
  net::Timer over(loop, [&loop] { loop.stop(); });
  over.set(net::Clock::now() + duration);
  loop.run();
}

/// Runs the loop until the condition holds; false if it does not within ten seconds.
inline bool run_until(net::Loop& loop, const std::function<bool()>& condition) {
  const net::TimePoint deadline = net::Clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (net::Clock::now() > deadline) return false;
    run_for(loop, milliseconds(1));
  }
  return true;
}

/// Stands still, as a machine does that has something else to do.
inline void be_late(net::Duration duration) {
  const net::TimePoint until = net::Clock::now() + duration;
  while (net::Clock::now() < until) {
  }
}

}  // namespace fishtank::live::test
