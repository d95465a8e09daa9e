#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "trace/record.hpp"

namespace fishtank::trace {

/// Where two runs part.
struct FirstDifference {
  std::size_t index = 0;           ///< of the first record that differs
  std::optional<Record> left;      ///< none: that run has no record there
  std::optional<Record> right;     ///< likewise
  std::span<const Record> before;  ///< the last records that are the same in both, in order

  bool operator==(const FirstDifference& other) const {
    return index == other.index && left == other.left && right == other.right;
  }
};

/// Empty if both are the same. `context`: at most so many records in `before`, which looks into
/// `left`.
std::optional<FirstDifference> first_difference(std::span<const Record> left,
                                                std::span<const Record> right,
                                                std::size_t context = 5);

}  // namespace fishtank::trace
