#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "core/message.hpp"

namespace fishtank::server_mock {

/// What is at work for one user or, under the empty name, for all. Entries may be equal and overlap
/// freely. Looking up one user's does not grow with what is there for others: a fault may concern
/// each of a hundred thousand clients by name.
template <typename Entry>
class ByUser {
 public:
  bool empty() const { return entries_.empty(); }

  void add(const core::UserId& user, Entry entry) {
    entries_[user].push_back({++added_, std::move(entry)});
  }

  /// Takes out the oldest of exactly that name that `matches`. There must be one.
  template <typename Predicate>
  void remove(const core::UserId& user, Predicate matches) {
    const auto place = entries_.find(user);
    assert(place != entries_.end());
    auto& own = place->second;
    const auto found = std::find_if(own.begin(), own.end(),
                                    [&](const Numbered& one) { return matches(one.entry); });
    assert(found != own.end());
    own.erase(found);
    if (own.empty()) entries_.erase(place);
  }

  /// Visits what concerns the user, by his name or as one of all, in the order it was added.
  template <typename Visitor>
  void visit(const core::UserId& user, Visitor visitor) const {
    visit(*this, user, visitor);
  }
  template <typename Visitor>
  void visit(const core::UserId& user, Visitor visitor) {
    visit(*this, user, visitor);
  }

  bool operator==(const ByUser&) const = default;

 private:
  struct Numbered {
    std::uint64_t number = 0;
    Entry entry;

    bool operator==(const Numbered&) const = default;
  };

  template <typename Self, typename Visitor>
  static void visit(Self& self, const core::UserId& user, Visitor& visitor) {
    const auto end = self.entries_.end();
    const auto all = self.entries_.find(core::UserId{});
    const auto own = user.empty() ? end : self.entries_.find(user);
    std::size_t next_all = 0;
    std::size_t next_own = 0;
    while (true) {
      auto* const one =
          all != end && next_all < all->second.size() ? &all->second[next_all] : nullptr;
      auto* const other =
          own != end && next_own < own->second.size() ? &own->second[next_own] : nullptr;
      if (one == nullptr && other == nullptr) return;
      const bool own_first = one == nullptr || (other != nullptr && other->number < one->number);
      visitor((own_first ? other : one)->entry);
      ++(own_first ? next_own : next_all);
    }
  }

  std::uint64_t added_ = 0;
  std::map<core::UserId, std::vector<Numbered>> entries_;  ///< oldest first, never an empty list
};

}  // namespace fishtank::server_mock
