#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace fishtank::trace {

/// A distribution of integers that are not negative (durations in ns). Count, sum, minimum and
/// maximum are exact.
///
/// Percentiles are exact while there are at most kExactValues different values. With more, values
/// are gathered in buckets, 128 for each power of two, and a percentile reads up to 1/128 (0.8 %)
/// high, never low. How it is gathered does not matter: adding one by one and merging parts, in any
/// order, give equal histograms.
///
/// It lies in place as long as all values are equal, and allocates for a second one: on a steady
/// line every round trip is the same.
class Histogram {
 public:
  /// What is held exactly.
  static constexpr std::size_t kExactValues = 64;

  Histogram() = default;
  Histogram(const Histogram& other);
  Histogram(Histogram&&) noexcept = default;
  Histogram& operator=(Histogram other) noexcept;
  ~Histogram() = default;

  void add(std::int64_t value);
  void merge(const Histogram& other);

  bool empty() const { return count() == 0; }
  std::uint64_t count() const { return data_ ? data_->count : only_.count; }
  std::int64_t sum() const {
    return data_ ? data_->sum : only_.value * static_cast<std::int64_t>(only_.count);
  }

  // These ask for a histogram that is not empty.
  std::int64_t minimum() const { return data_ ? data_->minimum : only_.value; }
  std::int64_t maximum() const { return data_ ? data_->maximum : only_.value; }
  std::int64_t mean() const { return sum() / static_cast<std::int64_t>(count()); }

  /// The smallest value that at least `percent` of all values do not exceed (nearest rank).
  /// `percent` from 1 to 100.
  std::int64_t percentile(int percent) const;

  /// A value, or the greatest one of a bucket, and how often it came.
  struct Entry {
    std::int64_t value = 0;
    std::uint64_t count = 0;

    bool operator==(const Entry&) const = default;
  };

  /// Ascending.
  std::span<const Entry> entries() const;

  bool operator==(const Histogram& other) const;

 private:
  struct Data {
    std::uint64_t count = 0;
    std::int64_t sum = 0;
    std::int64_t minimum = INT64_MAX;
    std::int64_t maximum = 0;
    bool bucketed = false;
    std::vector<Entry> entries;

    bool operator==(const Data&) const = default;
  };

  void add(Entry entry);
  void put(Entry entry);
  void gather_in_buckets();

  Entry only_;                  ///< all values, as long as there are no two different ones
  std::unique_ptr<Data> data_;  ///< from then on
};

}  // namespace fishtank::trace
