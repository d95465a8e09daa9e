#include "server_mock/user.hpp"

namespace fishtank::server_mock {

UserIndex Users::enter(const core::UserId& id) {
  const UserIndex known = find(id);
  if (known != kNobody) return known;
  const UserIndex place = free_place();
  (*this)[place] = {.id = id, .sessions = {}, .pending = {}};
  by_id_.emplace(id, place);
  return place;
}

UserIndex Users::find(const core::UserId& id) const {
  const auto place = by_id_.find(id);
  return place == by_id_.end() ? kNobody : place->second;
}

void Users::note(UserIndex index) {
  User& user = (*this)[index];
  if (user.is_noted || !user.is_idle()) return;
  user.is_noted = true;
  noted_.push_back(index);
}

UserIndex Users::free_place() {
  while (users_.size() >= kPlenty && !noted_.empty()) {
    const UserIndex place = noted_.front();
    noted_.pop_front();
    User& user = (*this)[place];
    user.is_noted = false;
    if (!user.is_idle()) continue;
    by_id_.erase(user.id);
    return place;
  }
  users_.emplace_back();
  return UserIndex{size() - 1};
}

}  // namespace fishtank::server_mock
