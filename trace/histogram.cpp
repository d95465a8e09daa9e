#include "trace/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

namespace fishtank::trace {

namespace {

/// Buckets for each power of two: 2^7.
constexpr int kBucketBits = 7;

/// The greatest value of the bucket that `value` falls into.
std::int64_t bucket_end(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  const int shift = std::max(0, static_cast<int>(std::bit_width(bits)) - kBucketBits - 1);
  return static_cast<std::int64_t>(bits | ((std::uint64_t{1} << shift) - 1));
}

}  // namespace

Histogram::Histogram(const Histogram& other)
    : only_(other.only_), data_(other.data_ ? std::make_unique<Data>(*other.data_) : nullptr) {}

Histogram& Histogram::operator=(Histogram other) noexcept {
  only_ = other.only_;
  data_ = std::move(other.data_);
  return *this;
}

void Histogram::add(std::int64_t value) {
  assert(value >= 0);
  add({.value = value, .count = 1});
}

void Histogram::add(Entry entry) {
  if (!data_) {
    if (only_.count == 0 || only_.value == entry.value) {
      only_ = {.value = entry.value, .count = only_.count + entry.count};
      return;
    }
    data_ = std::make_unique<Data>();
    add(std::exchange(only_, {}));
  }
  data_->count += entry.count;
  data_->sum += entry.value * static_cast<std::int64_t>(entry.count);
  data_->minimum = std::min(data_->minimum, entry.value);
  data_->maximum = std::max(data_->maximum, entry.value);
  put(entry);
}

void Histogram::merge(const Histogram& other) {
  if (other.empty()) return;
  if (!other.data_) return add(other.only_);
  if (!data_) {
    const Entry mine = std::exchange(only_, {});
    *this = other;
    if (mine.count != 0) add(mine);
    return;
  }
  data_->count += other.data_->count;
  data_->sum += other.data_->sum;
  data_->minimum = std::min(data_->minimum, other.data_->minimum);
  data_->maximum = std::max(data_->maximum, other.data_->maximum);
  if (other.data_->bucketed && !data_->bucketed) gather_in_buckets();
  for (const Entry& entry : other.data_->entries) put(entry);
}

void Histogram::put(Entry entry) {
  if (data_->bucketed) entry.value = bucket_end(entry.value);
  auto& entries = data_->entries;
  const auto place = std::ranges::lower_bound(entries, entry.value, {}, &Entry::value);
  if (place != entries.end() && place->value == entry.value) {
    place->count += entry.count;
    return;
  }
  entries.insert(place, entry);
  if (!data_->bucketed && entries.size() > kExactValues) gather_in_buckets();
}

void Histogram::gather_in_buckets() {
  data_->bucketed = true;
  for (const Entry& entry : std::exchange(data_->entries, {})) put(entry);
}

std::int64_t Histogram::percentile(int percent) const {
  assert(!empty() && percent >= 1 && percent <= 100);
  // Divided first, so that no count overflows the product.
  const auto share = static_cast<std::uint64_t>(percent);
  const std::uint64_t rank = count() / 100 * share + (count() % 100 * share + 99) / 100;
  std::uint64_t passed = 0;
  for (const Entry& entry : entries()) {
    passed += entry.count;
    if (passed >= rank) return std::min(entry.value, maximum());
  }
  return maximum();
}

std::span<const Histogram::Entry> Histogram::entries() const {
  if (data_) return data_->entries;
  return {&only_, only_.count == 0 ? std::size_t{0} : std::size_t{1}};
}

bool Histogram::operator==(const Histogram& other) const {
  if (!data_ || !other.data_) return data_ == other.data_ && only_ == other.only_;
  return *data_ == *other.data_;
}

}  // namespace fishtank::trace
