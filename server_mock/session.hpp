#pragma once

#include <cstdint>

#include "core/frame.hpp"
#include "core/random.hpp"
#include "core/time.hpp"
#include "server_mock/ids.hpp"
#include "server_mock/user.hpp"

namespace fishtank::server_mock {

/// Delayed answers that a connection may have waiting; those to further requests are left out.
inline constexpr std::uint32_t kMostAnswersWaiting = 10'000;

/// What the server knows of one connection. A heartbeat touches this and nothing else, so it is
/// small, and everything bulky belongs to the user.
struct Session {
  core::Sid sid;
  core::Instant token_expires = core::kNever;  ///< from then on no messages are delivered
  core::Instant answers_due = core::kStart;    ///< when the last delayed answer goes out
  std::uint32_t answers_waiting = 0;           ///< delayed answers that have not gone out
  UserIndex user = kNobody;                    ///< by cookie or /reg; kNobody: not known yet
  ConnectionSerial serial = kNoConnection;
  FaultId token_expired_by = kNoFault;
  bool open = false;
  bool registered = false;
  bool synced = false;  ///< ackDiff came; it may come before /reg (protocol.md 3)

  bool ready() const { return registered && synced; }

  bool operator==(const Session&) const = default;
};
static_assert(sizeof(Session) <= 96, "a heartbeat's answer should touch two cache lines");

/// The sid of a connection: 44 hex digits (protocol.md 2).
core::Sid make_sid(core::Seed seed, ConnectionSerial serial);

/// The mid of the server's n-th own frame: 8 hex digits and " 0" (protocol.md 2). They look random
/// and do not repeat for 2^32 frames.
core::Mid make_mid(core::Seed seed, std::uint32_t number);

}  // namespace fishtank::server_mock
