#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace fishtank::core {

/// What tells a message from others: a digest, so that all are of one small size. That two of
/// 10 000 messages share one has a chance of less than 10^-11.
enum class MessageKey : std::uint64_t {};

/// The key of a message that is told by these texts, in that order.
MessageKey key_of(std::initializer_list<std::string_view> texts);

/// The messages of the last while, so many at most: the memory of deduplication. A ring of keys,
/// the oldest first, and an index into it (open addressing, linear probing); both grow with what is
/// remembered and lie in one piece each, for every message that comes in passes here.
class RecentIds {
 public:
  /// Remembers `key` from `now` on, unless it is remembered already. True if it was new. Keys older
  /// than `window` are forgotten first; beyond `capacity` (at least 1) the oldest are.
  bool remember(MessageKey key, Instant now, Duration window, std::int32_t capacity);

  std::size_t size() const { return size_; }

  /// Equal if they remember the same, from the same moments on and in the same order.
  bool operator==(const RecentIds& other) const;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(size_, sum_);
  }

 private:
  struct Entry {
    MessageKey key{};
    Instant since{};

    bool operator==(const Entry&) const = default;
  };

  /// In the index: nothing here.
  static constexpr std::uint32_t kNone = UINT32_MAX;

  std::size_t place_in_ring(std::size_t number) const;
  std::size_t home(MessageKey key) const;
  std::size_t find(MessageKey key) const;
  void add(Entry entry);
  void forget_oldest();
  void close_gap(std::size_t gap);
  void grow();

  std::vector<Entry> ring_;           ///< its size is a power of two
  std::vector<std::uint32_t> index_;  ///< places in the ring, twice as many as that has
  std::size_t first_ = 0;             ///< the place of the oldest
  std::size_t size_ = 0;
  std::uint64_t sum_ = 0;  ///< of all that is remembered, for hashing
};

}  // namespace fishtank::core
