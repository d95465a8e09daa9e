#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "net/loop.hpp"
#include "trace/histogram.hpp"

/// The same plan on real sockets: core, mock server and faults as in sim/, but over loopback TCP
/// and in real time, or so many times faster.
namespace fishtank::live {

using core::Duration;
using core::Instant;

class Driver;

/// Something that is to be called at a moment of the run; it has one such moment at a time.
class Alarm {
 public:
  /// Who goes first at the same moment; among equals, whoever was set first.
  enum class Rank : std::uint8_t { timeline, other };

  explicit Alarm(Driver& driver, Rank rank = Rank::other) : driver_(driver), rank_(rank) {}
  virtual ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  virtual void act(Instant now) = 0;

 private:
  friend class Driver;
  Driver& driver_;
  Rank rank_;
  Instant at_ = core::kNever;
  std::uint64_t order_ = 0;  ///< of being set; decides between equal moments
};

/// How a run's time follows the real one.
struct Pace {
  /// A minute of the run takes a real minute divided by this. At least 1.
  std::int64_t speed = 1;

  /// The run waits for a machine that is late: its time stands still with Loop::served(), an alarm
  /// is told its own moment, and time goes on from there. What a busy machine costs is then missing
  /// from the run (Driver::lateness() tells it), so the run is the plan's and not the machine's.
  /// False: time is the real one, always.
  bool waits = true;
};

/// The time of a live run: one timer of the loop for all its alarms. Whatever happens in the run
/// happens at now(): an alarm's moment, or that of something that came in from a socket.
class Driver {
 public:
  Driver(net::Loop& loop, Pace pace);
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  /// The run's time begins now; before that no alarm goes.
  void start();

  /// The moment of the run of whatever is being handled. Never goes back.
  Instant now() const { return now_; }

  /// Now, without letting any alarm go first: for those who only measure.
  Instant moment() const;

  /// Something came in from outside: alarms that are due go first, then now() is its moment.
  Instant arrival();

  /// Calls alarm.act() at that moment, or as soon as it can be; replaces what was set before.
  /// kNever: not at all.
  void set(Alarm& alarm, Instant at);

  /// The clock that the run's time follows: the real one, or Loop::served() if the run waits.
  net::TimePoint clock() const { return pace_.waits ? loop_.served() : net::Clock::now(); }

  /// The moment of that clock at which the run's time will be `at`.
  net::TimePoint real(Instant at) const;

  /// So long lasts really what lasts `duration` in the run.
  net::Duration real(Duration duration) const { return duration / pace_.speed; }
  Duration in_run(net::Duration real) const { return real * pace_.speed; }

  const Pace& pace() const { return pace_; }

  /// How late alarms were, in real nanoseconds.
  const trace::Histogram& lateness() const { return lateness_; }

 private:
  friend class Alarm;

  Instant run_time(net::TimePoint real) const;
  void run_due();
  Alarm* earliest() const;
  void wake();
  void forget(Alarm& alarm);

  net::Loop& loop_;
  Pace pace_;
  net::TimePoint origin_;    ///< the clock's moment of core::kStart, moved on by what was late
  net::Duration stalled_{};  ///< how far that clock was behind the real one at the last alarm
  net::Timer timer_;
  Instant now_ = core::kStart;
  std::uint64_t orders_ = 0;
  std::vector<Alarm*> alarms_;  ///< those with a moment, in no order: a run has a few hundred
  bool started_ = false;
  bool running_ = false;  ///< run_due() is at work
  trace::Histogram lateness_;
};

}  // namespace fishtank::live
