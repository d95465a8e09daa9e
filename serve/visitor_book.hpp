#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/message.hpp"
#include "core/time.hpp"

/// The mock server for anybody's client: on a real port, under the faults of a scenario or of
/// commands, watched from the wire alone.
namespace fishtank::serve {

using core::Duration;
using core::Instant;

/// Who has come to the server. A visitor is one client, however often it reconnects. One whose
/// upgrade names a user (cookie `unb`) is known by that. One that does not (goofish-client) is
/// taken for the one without a name that left last, or for a new one if none has left.
class VisitorBook {
 public:
  /// The visitor whose a connection with that cookie would be; nothing: a new one's.
  std::optional<std::uint32_t> find(const core::UserId& user) const;

  /// A connection begins to open; gives the visitor's number, from 0.
  std::uint32_t visitor_of(const core::UserId& user);

  void came(std::uint32_t visitor);
  void left(std::uint32_t visitor);

  /// Whether somebody who has come has no connection now.
  bool is_anybody_away() const;

  /// It has registered as that user, and is no other any more.
  void registered(std::uint32_t visitor, const core::UserId& user);

  /// "visitor-1", and once known "visitor-1 (2200000000002)"; printable.
  std::string name(std::uint32_t visitor) const;

  struct Visitor {
    core::UserId user;              ///< empty: not known yet
    bool has_name = false;          ///< its upgrade tells the user
    std::uint32_t connections = 0;  ///< open ones
  };
  const std::vector<Visitor>& visitors() const { return visitors_; }

  /// The visitor that registered as that user last; nothing: nobody has.
  const std::map<core::UserId, std::uint32_t>& registered_users() const { return by_user_; }

 private:
  std::vector<Visitor> visitors_;
  std::map<core::UserId, std::uint32_t> by_cookie_;
  std::map<core::UserId, std::uint32_t> by_user_;
  std::vector<std::uint32_t> away_;  ///< without a name and not there; who left last is the last
};

}  // namespace fishtank::serve
