#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
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
  /// A connection begins to open; gives the visitor's number, from 0.
  std::uint32_t visitor_of(const core::UserId& user);

  void came(std::uint32_t visitor);
  void left(std::uint32_t visitor);

  /// Whether somebody who has come has no connection now.
  bool is_anybody_away() const;

  /// It has registered as that user.
  void registered(std::uint32_t visitor, const core::UserId& user);

  /// "visitor-1", and once known "visitor-1 (2200000000002)".
  std::string name(std::uint32_t visitor) const;

  struct Visitor {
    core::UserId user;              ///< empty: not known yet
    bool has_name = false;          ///< its upgrade tells the user
    std::uint32_t connections = 0;  ///< open ones
    std::uint64_t departures = 0;   ///< when it left last, by the order of leaving
  };
  const std::vector<Visitor>& visitors() const { return visitors_; }

  /// The visitor that registered as that user last; nothing: nobody has.
  const std::map<core::UserId, std::uint32_t>& registered_users() const { return by_user_; }

 private:
  std::uint32_t add(const core::UserId& user);

  std::vector<Visitor> visitors_;
  std::map<core::UserId, std::uint32_t> by_cookie_;
  std::map<core::UserId, std::uint32_t> by_user_;
  std::uint64_t departures_ = 0;
};

}  // namespace fishtank::serve
