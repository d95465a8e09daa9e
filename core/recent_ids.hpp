#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "core/message.hpp"
#include "core/time.hpp"

namespace fishtank::core {

/// The message ids of the last while, so many at most: the memory of deduplication.
class RecentIds {
 public:
  /// Remembers `id` from `now` on, unless it is remembered already. True if it was new. Ids older
  /// than `window` are forgotten first; beyond `capacity` the oldest are.
  bool remember(const MessageId& id, Instant now, Duration window, std::int32_t capacity) {
    while (!by_age_.empty() && now >= later(by_age_.begin()->first, window)) forget_oldest();
    if (!by_id_.emplace(id, now).second) return false;
    by_age_.emplace(now, id);
    while (by_age_.size() > static_cast<std::size_t>(capacity)) forget_oldest();
    return true;
  }

  std::size_t size() const { return by_id_.size(); }

  bool operator==(const RecentIds&) const = default;

 private:
  void forget_oldest() {
    by_id_.erase(by_age_.begin()->second);
    by_age_.erase(by_age_.begin());
  }

  std::map<MessageId, Instant> by_id_;
  std::set<std::pair<Instant, MessageId>> by_age_;
};

}  // namespace fishtank::core
