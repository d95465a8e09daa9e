#include "cli/progress.hpp"

#include <fmt/core.h>

#include "cli/console.hpp"

namespace fishtank::cli {

namespace {

/// Smooth for the eye, and cheap beside cases of some microseconds.
constexpr std::chrono::milliseconds kBetweenDraws{50};

constexpr std::string_view kClearLine = "\r\x1b[K";

}  // namespace

Progress::~Progress() {
  if (drawn_) print_error(kClearLine);
}

void Progress::advance(bool passed) {
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  ++done_;
  if (!passed) ++failed_;
  const Clock::time_point now = Clock::now();
  if (now < next_draw_) return;
  next_draw_ = now + kBetweenDraws;
  drawn_ = true;
  const std::string failed = failed_ == 0 ? "" : fmt::format(", {} failed", failed_);
  print_error(fmt::format("{}{}/{} cases{}", kClearLine, done_, total_, failed));
}

}  // namespace fishtank::cli
