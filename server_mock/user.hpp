#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
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
  bool is_noted = false;             ///< among those whose place may be taken

  bool is_idle() const { return sessions.empty() && pending.empty(); }

  bool operator==(const User&) const = default;
};

/// Everybody the server has heard of. An index stays good as long as its user has a session or
/// messages; beyond kPlenty users, one without either is forgotten for each that is new, so that
/// made-up names cost no more than that.
class Users {
 public:
  static constexpr std::size_t kPlenty = 100'000;

  /// The index of the user of that name, who is entered if new.
  UserIndex enter(const core::UserId& id);

  /// kNobody if the server has never heard of him.
  UserIndex find(const core::UserId& id) const;

  /// A session or a message of that user is gone.
  void note(UserIndex index);

  User& operator[](UserIndex index) { return users_[static_cast<std::size_t>(index)]; }
  const User& operator[](UserIndex index) const { return users_[static_cast<std::size_t>(index)]; }

  std::uint32_t size() const { return static_cast<std::uint32_t>(users_.size()); }

  bool operator==(const Users&) const = default;

 private:
  UserIndex free_place();

  std::vector<User> users_;
  std::map<core::UserId, UserIndex> by_id_;
  std::deque<UserIndex> noted_;  ///< idle when they were; who has been so for longest is in front
};

}  // namespace fishtank::server_mock
