#include "net/loop.hpp"

#include <algorithm>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <csignal>
#include <utility>

#include "net/native_loop.hpp"

namespace fishtank::net {

Loop::Loop() : native_(std::make_unique<Native>()) {}
Loop::~Loop() = default;

void Loop::run() {
  const auto work = asio::make_work_guard(native_->context);
  native_->context.restart();
  native_->context.run();
}

void Loop::stop() { native_->context.stop(); }

void Loop::post(std::function<void()> task) { asio::post(native_->context, std::move(task)); }

namespace {

constexpr std::chrono::milliseconds kBeat(1);

TimePoint look(Loop::Native& loop) {
  const TimePoint now = Clock::now();
  loop.stalled += std::max(now - loop.seen - kBeat, Duration::zero());
  loop.seen = now;
  return now - loop.stalled;
}

void beat(Loop::Native& loop) {
  loop.beat.expires_after(kBeat);
  loop.beat.async_wait([&loop](const asio::error_code& error) {
    if (error) return;
    look(loop);
    beat(loop);
  });
}

}  // namespace

TimePoint Loop::served() {
  if (!std::exchange(native_->beats, true)) {
    native_->seen = Clock::now();
    beat(*native_);
  }
  return look(*native_);
}

// ---- Timer -----------------------------------------------------------------------------------

/// Shared with the handlers under way: one that comes after the timer's end finds no `due`.
struct Timer::Native {
  Native(asio::io_context& context, std::function<void()> the_due)
      : timer(context), due(std::move(the_due)) {}

  asio::steady_timer timer;
  std::function<void()> due;
  std::uint64_t setting = 0;  ///< a handler of an earlier one is void
};

Timer::Timer(Loop& loop, std::function<void()> due)
    : native_(std::make_shared<Native>(loop.native().context, std::move(due))) {}

Timer::~Timer() {
  cancel();
  native_->due = nullptr;
}

void Timer::set(TimePoint at) {
  const std::uint64_t setting = ++native_->setting;
  native_->timer.expires_at(at);
  native_->timer.async_wait([native = native_, setting](const asio::error_code&) {
    if (setting != native->setting) return;
    const std::function<void()> due = native->due;  // it may destroy the timer
    if (due) due();
  });
}

void Timer::cancel() {
  ++native_->setting;
  native_->timer.cancel();
}

// ---- StopSignals -----------------------------------------------------------------------------

namespace {

/// Whoever started the process said that it is to survive its terminal.
bool hangup_is_ignored() {
  struct sigaction present = {};
  return sigaction(SIGHUP, nullptr, &present) == 0 && present.sa_handler == SIG_IGN;
}

}  // namespace

struct StopSignals::Native : std::enable_shared_from_this<Native> {
  Native(asio::io_context& context, std::function<void()> the_asked)
      : signals(context, SIGINT, SIGTERM), asked(std::move(the_asked)) {
    if (!hangup_is_ignored()) signals.add(SIGHUP);
  }

  void wait() {
    signals.async_wait([self = shared_from_this()](const asio::error_code& error, int) {
      if (error || !self->asked) return;
      self->wait();
      self->asked();
    });
  }

  asio::signal_set signals;
  std::function<void()> asked;
};

StopSignals::StopSignals(Loop& loop, std::function<void()> asked)
    : native_(std::make_shared<Native>(loop.native().context, std::move(asked))) {
  native_->wait();
}

StopSignals::~StopSignals() {
  native_->asked = nullptr;
  native_->signals.cancel();
}

}  // namespace fishtank::net
