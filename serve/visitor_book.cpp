#include "serve/visitor_book.hpp"

#include <algorithm>

namespace fishtank::serve {

std::uint32_t VisitorBook::add(const core::UserId& user) {
  visitors_.push_back({.user = user, .has_name = !user.empty()});
  return static_cast<std::uint32_t>(visitors_.size() - 1);
}

std::uint32_t VisitorBook::visitor_of(const core::UserId& user) {
  if (!user.empty()) {
    const auto known = by_cookie_.find(user);
    if (known != by_cookie_.end()) return known->second;
    return by_cookie_[user] = add(user);
  }
  const Visitor* last = nullptr;
  for (const Visitor& one : visitors_) {
    const bool may_be = !one.has_name && one.connections == 0;
    if (may_be && (last == nullptr || one.departures > last->departures)) last = &one;
  }
  if (last != nullptr) return static_cast<std::uint32_t>(last - visitors_.data());
  return add({});
}

void VisitorBook::came(std::uint32_t visitor) { ++visitors_[visitor].connections; }

void VisitorBook::left(std::uint32_t visitor) {
  Visitor& one = visitors_[visitor];
  if (one.connections > 0) --one.connections;
  one.departures = ++departures_;
}

void VisitorBook::registered(std::uint32_t visitor, const core::UserId& user) {
  visitors_[visitor].user = user;
  by_user_[user] = visitor;
}

bool VisitorBook::is_anybody_away() const {
  return std::ranges::any_of(visitors_, [](const Visitor& one) { return one.connections == 0; });
}

std::string VisitorBook::name(std::uint32_t visitor) const {
  std::string text = "visitor-" + std::to_string(visitor + 1);
  if (visitor < visitors_.size() && !visitors_[visitor].user.empty()) {
    text += " (" + std::string(visitors_[visitor].user.view()) + ")";
  }
  return text;
}

}  // namespace fishtank::serve
