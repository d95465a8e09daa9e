#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/time.hpp"

namespace fishtank::serve {

using core::Duration;
using core::Instant;

/// Keeps a flood out of a log: within a while only so many lines of one kind are told, and then how
/// many more there were.
class LogLimit {
 public:
  static constexpr Duration kWhile = core::seconds(10);
  static constexpr std::size_t kEach = 100;   ///< of one kind about one visitor
  static constexpr std::size_t kAll = 1'000;  ///< of one kind about all visitors

  /// In the place of a visitor: nobody in particular.
  static constexpr std::uint32_t kAnybody = UINT32_MAX;

  /// Whether a line may be told. Moments never go back.
  bool admits(const std::string& kind, std::uint32_t visitor, Instant now);

  /// When take() is to be called, and no line before; kNever: nothing was left out.
  Instant due() const { return left_out_.empty() ? core::kNever : begin_ + kWhile; }

  struct LeftOut {
    std::string kind;
    std::uint32_t visitor;  ///< kAnybody: of several visitors, or of nobody
    std::uint64_t lines;
  };

  /// What was left out; another while begins with the next line.
  std::vector<LeftOut> take();

 private:
  using Key = std::pair<std::string, std::uint32_t>;

  std::map<Key, std::size_t> told_;  ///< kAnybody: of that kind in all
  std::map<Key, std::uint64_t> left_out_;
  Instant begin_{};
};

}  // namespace fishtank::serve
