#include "core/recent_ids.hpp"

#include <algorithm>
#include <utility>

namespace fishtank::core {

namespace {

constexpr std::size_t kSmallestRing = 16;

/// Each bit of the result depends on each bit of the number (the end of splitmix64).
std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31U);
}

/// What an entry adds to the sum of all.
std::uint64_t share(MessageKey key, Instant since) {
  const auto moment = static_cast<std::uint64_t>(since.time_since_epoch().count());
  return mixed(static_cast<std::uint64_t>(key) ^ mixed(moment));
}

}  // namespace

MessageKey key_of(std::initializer_list<std::string_view> texts) {
  std::uint64_t digest = 0xcbf29ce484222325U;  // FNV-1a
  const auto add = [&](std::uint64_t number) { digest = (digest ^ number) * 0x100000001b3U; };
  for (const std::string_view text : texts) {
    for (const char character : text) add(static_cast<unsigned char>(character));
    add(text.size());  // "ab", "c" is not "a", "bc"
  }
  return static_cast<MessageKey>(mixed(digest));
}

bool RecentIds::remember(MessageKey key, Instant now, Duration window, std::int32_t capacity) {
  while (size_ > 0 && now >= later(ring_[first_].since, window)) forget_oldest();
  if (size_ > 0 && index_[find(key)] != kNone) return false;
  while (size_ >= static_cast<std::size_t>(capacity)) forget_oldest();
  if (size_ == ring_.size()) grow();
  add({key, now});
  return true;
}

bool RecentIds::operator==(const RecentIds& other) const {
  if (size_ != other.size_ || sum_ != other.sum_) return false;
  for (std::size_t number = 0; number < size_; ++number) {
    if (ring_[place_in_ring(number)] != other.ring_[other.place_in_ring(number)]) return false;
  }
  return true;
}

/// Where the entry of that age is; 0 is the oldest.
std::size_t RecentIds::place_in_ring(std::size_t number) const {
  return (first_ + number) & (ring_.size() - 1);
}

/// Where in the index a key is looked for first.
std::size_t RecentIds::home(MessageKey key) const {
  return static_cast<std::size_t>(key) & (index_.size() - 1);
}

/// Where in the index the key is, or would be.
std::size_t RecentIds::find(MessageKey key) const {
  std::size_t slot = home(key);
  while (index_[slot] != kNone && ring_[index_[slot]].key != key) {
    slot = (slot + 1) & (index_.size() - 1);
  }
  return slot;
}

void RecentIds::add(Entry entry) {
  const std::size_t place = place_in_ring(size_++);
  index_[find(entry.key)] = static_cast<std::uint32_t>(place);
  sum_ += share(entry.key, entry.since);
  ring_[place] = entry;
}

void RecentIds::forget_oldest() {
  const Entry& oldest = ring_[first_];
  sum_ -= share(oldest.key, oldest.since);
  close_gap(find(oldest.key));
  first_ = place_in_ring(1);
  --size_;
}

/// Takes a slot out of the index. Whoever went past it when it was taken moves up, so that a search
/// never ends too early.
void RecentIds::close_gap(std::size_t gap) {
  const std::size_t mask = index_.size() - 1;
  for (std::size_t slot = (gap + 1) & mask; index_[slot] != kNone; slot = (slot + 1) & mask) {
    const std::size_t way = (slot - home(ring_[index_[slot]].key)) & mask;
    if (way < ((slot - gap) & mask)) continue;  // it began its search behind the gap
    index_[gap] = index_[slot];
    gap = slot;
  }
  index_[gap] = kNone;
}

void RecentIds::grow() {
  RecentIds larger;
  larger.ring_.resize(std::max(2 * ring_.size(), kSmallestRing));
  larger.index_.assign(2 * larger.ring_.size(), kNone);
  for (std::size_t number = 0; number < size_; ++number) larger.add(ring_[place_in_ring(number)]);
  *this = std::move(larger);
}

}  // namespace fishtank::core
