#include "trace/first_difference.hpp"

#include <algorithm>

namespace fishtank::trace {

namespace {

std::optional<Record> at(std::span<const Record> records, std::size_t index) {
  if (index >= records.size()) return std::nullopt;
  return records[index];
}

}  // namespace

std::optional<FirstDifference> first_difference(std::span<const Record> left,
                                                std::span<const Record> right,
                                                std::size_t context) {
  const auto parted = std::ranges::mismatch(left, right);
  if (parted.in1 == left.end() && parted.in2 == right.end()) return std::nullopt;
  const auto index = static_cast<std::size_t>(parted.in1 - left.begin());
  const std::size_t shown = std::min(index, context);
  return FirstDifference{.index = index,
                         .left = at(left, index),
                         .right = at(right, index),
                         .before = left.subspan(index - shown, shown)};
}

}  // namespace fishtank::trace
