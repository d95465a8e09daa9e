#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/frame.hpp"
#include "core/message.hpp"
#include "server_mock/effect.hpp"
#include "server_mock/ids.hpp"

namespace fishtank::server_mock {

/// A user's place in Users.
enum class UserIndex : std::uint32_t {};

inline constexpr UserIndex kNobody{UINT32_MAX};

/// One package of messages in custody: accepted, not acknowledged.
struct PendingPush {
  PushId id{};
  PushItems items;
  std::vector<core::Mid> mids;  ///< of each sending; an acknowledgement of any of them counts
  ConnectionSerial sent_in = kNoConnection;  ///< the connection of the last sending

  bool operator==(const PendingPush&) const = default;
};

/// What the server keeps for a user, connected or not.
struct User {
  core::UserId id;
  std::vector<SessionId> sessions;   ///< open ones; those that became ready last are at the end
  std::vector<PendingPush> pending;  ///< oldest first

  bool operator==(const User&) const = default;
};

/// Everybody the server has ever heard of. Nobody is forgotten, so an index stays good.
class Users {
 public:
  /// The index of the user of that name, who is entered if new.
  UserIndex enter(const core::UserId& id);

  /// kNobody if the server has never heard of him.
  UserIndex find(const core::UserId& id) const;

  User& operator[](UserIndex index) { return users_[static_cast<std::size_t>(index)]; }
  const User& operator[](UserIndex index) const { return users_[static_cast<std::size_t>(index)]; }

  std::uint32_t size() const { return static_cast<std::uint32_t>(users_.size()); }

  bool operator==(const Users&) const = default;

 private:
  std::vector<User> users_;
  std::map<core::UserId, UserIndex> by_id_;
};

}  // namespace fishtank::server_mock
