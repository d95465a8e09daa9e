#include "server_mock/user.hpp"

namespace fishtank::server_mock {

UserIndex Users::enter(const core::UserId& id) {
  const auto [place, is_new] = by_id_.try_emplace(id, UserIndex{size()});
  if (is_new) users_.push_back({id, {}, {}});
  return place->second;
}

UserIndex Users::find(const core::UserId& id) const {
  const auto place = by_id_.find(id);
  return place == by_id_.end() ? kNobody : place->second;
}

}  // namespace fishtank::server_mock
