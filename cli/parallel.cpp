#include "cli/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace fishtank::cli {

namespace {

/// The indices that are still to be done, handed out in order.
class Indices {
 public:
  explicit Indices(std::size_t count) : end_(count) {}

  /// The next one; end() when there is none.
  std::size_t take() { return std::min(next_.fetch_add(1), end_.load()); }

  std::size_t end() const { return end_; }

  /// No index from `end` on counts any more.
  void end_at(std::size_t end) {
    std::size_t known = end_;
    while (end < known && !end_.compare_exchange_weak(known, end)) {
    }
  }

 private:
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> end_;
};

}  // namespace

std::size_t for_each_in_parallel(std::size_t count, unsigned threads,
                                 const std::function<bool(std::size_t index)>& work) {
  Indices indices(count);
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto worker = [&] {
    try {
      for (std::size_t index = indices.take(); index < indices.end(); index = indices.take()) {
        if (!work(index)) indices.end_at(index + 1);
      }
    } catch (...) {
      const std::lock_guard lock(failure_mutex);
      if (!failure) failure = std::current_exception();
      indices.end_at(0);
    }
  };
  const std::size_t helpers = std::min<std::size_t>(std::max(threads, 1U), count);
  {
    std::vector<std::jthread> pool;
    for (std::size_t helper = 1; helper < helpers; ++helper) pool.emplace_back(worker);
    worker();
  }
  if (failure) std::rethrow_exception(failure);
  return indices.end();
}

}  // namespace fishtank::cli
