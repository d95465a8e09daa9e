#pragma once

#include <chrono>
#include <functional>
#include <memory>

/// Sockets, on websocketpp and standalone Asio, behind headers that name neither: websocketpp does
/// not compile as C++20, so this folder is a C++17 target of its own and includes nothing of ours.
///
/// Everything of one Loop happens in the thread that calls its run(): handlers are called from
/// there and nothing here needs a lock. Objects of a loop are made and destroyed in that thread, or
/// while it does not run.
namespace fishtank::net {

/// Real time; never jumps.
using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = Clock::duration;

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Serves sockets and timers until stop(). May be called again after it.
  void run();

  /// Makes run() return as soon as the present handler has. From any thread.
  void stop();

  /// Calls `task` from run(), after the present handler. From any thread.
  void post(std::function<void()> task);

  /// Now, by a clock that stands still while the machine keeps this thread from serving, be it that
  /// others have the processor or that one handler takes long: what counts of a gap between two
  /// looks is a millisecond, and the loop looks that often itself from the first call on. For those
  /// who want a run that is their own and not the machine's.
  TimePoint served();

  /// Asio's own object, for the sources of this folder.
  struct Native;
  Native& native() { return *native_; }

 private:
  std::unique_ptr<Native> native_;
};

/// One alarm of a loop.
class Timer {
 public:
  Timer(Loop& loop, std::function<void()> due);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  /// Calls `due` at that moment, or at once if it has passed; replaces the moment set before.
  void set(TimePoint at);

  /// `due` is not called any more, not even if the moment had come already.
  void cancel();

 private:
  struct Native;
  std::shared_ptr<Native> native_;
};

/// Calls `asked` each time the process gets SIGINT, SIGTERM or SIGHUP (its terminal closes), as
/// long as it lives. A SIGHUP that the process was started to ignore (nohup) stays ignored.
class StopSignals {
 public:
  StopSignals(Loop& loop, std::function<void()> asked);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  struct Native;
  std::shared_ptr<Native> native_;
};

}  // namespace fishtank::net
