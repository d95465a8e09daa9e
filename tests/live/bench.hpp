#pragma once

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

/// Runs the loop for that long.
inline void run_for(net::Loop& loop, net::Duration duration) {
  net::Timer over(loop, [&loop] { loop.stop(); });
  over.set(net::Clock::now() + duration);
  loop.run();
}

/// Stands still, as a machine does that has something else to do.
inline void be_late(net::Duration duration) {
  const net::TimePoint until = net::Clock::now() + duration;
  while (net::Clock::now() < until) {
  }
}

}  // namespace fishtank::live::test
