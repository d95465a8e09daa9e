#include "serve/visitor_book.hpp"

#include <algorithm>

#include "serve/printable.hpp"

namespace fishtank::serve {

std::optional<std::uint32_t> VisitorBook::find(const core::UserId& user) const {
  if (user.empty()) return away_.empty() ? std::nullopt : std::optional(away_.back());
  const auto known = by_cookie_.find(user);
  return known == by_cookie_.end() ? std::nullopt : std::optional(known->second);
}

std::uint32_t VisitorBook::visitor_of(const core::UserId& user) {
  if (const auto known = find(user)) return *known;
  const auto visitor = static_cast<std::uint32_t>(visitors_.size());
  visitors_.push_back({.user = user, .has_name = !user.empty()});
  if (user.empty()) {
    away_.push_back(visitor);
  } else {
    by_cookie_[user] = visitor;
  }
  return visitor;
}

void VisitorBook::came(std::uint32_t visitor) {
  Visitor& one = visitors_[visitor];
  ++one.connections;
  if (one.has_name) return;
  if (!away_.empty() && away_.back() == visitor) {
    away_.pop_back();
  } else {
    std::erase(away_, visitor);
  }
}

void VisitorBook::left(std::uint32_t visitor) {
  Visitor& one = visitors_[visitor];
  if (one.connections == 0) return;
  if (--one.connections == 0 && !one.has_name) away_.push_back(visitor);
}

void VisitorBook::registered(std::uint32_t visitor, const core::UserId& user) {
  Visitor& one = visitors_[visitor];
  const auto before = by_user_.find(one.user);
  if (before != by_user_.end() && before->second == visitor) by_user_.erase(before);
  one.user = user;
  by_user_[user] = visitor;
}

bool VisitorBook::is_anybody_away() const {
  return std::ranges::any_of(visitors_, [](const Visitor& one) { return one.connections == 0; });
}

std::string VisitorBook::name(std::uint32_t visitor) const {
  std::string text = "visitor-" + std::to_string(visitor + 1);
  if (visitor < visitors_.size() && !visitors_[visitor].user.empty()) {
    text += " (" + printable(visitors_[visitor].user.view()) + ")";
  }
  return text;
}

}  // namespace fishtank::serve
