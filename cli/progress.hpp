#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>

namespace fishtank::cli {

/// The line on standard error that tells a waiting person how far a run is. Any thread may advance
/// it.
class Progress {
 public:
  /// `shown`: false writes nothing at all (CI, files).
  Progress(std::size_t total, bool shown) : total_(total), shown_(shown) {}
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more case is done.
  void advance(bool passed);

 private:
  using Clock = std::chrono::steady_clock;

  std::mutex mutex_;
  std::size_t total_;
  std::size_t done_ = 0;
  std::size_t failed_ = 0;
  bool shown_;
  bool drawn_ = false;
  Clock::time_point next_draw_ = Clock::now();
};

}  // namespace fishtank::cli
