#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/frame.hpp"
#include "core/message.hpp"
#include "server_mock/behaviour.hpp"
#include "server_mock/ids.hpp"
#include "server_mock/services.hpp"

/// What a scenario tells the server to do. `user` is always whom it concerns; empty: all users.
namespace fishtank::server_mock {

/// A close code that stands for no close frame at all: the TCP connection is cut.
inline constexpr std::uint16_t kAbruptly = 0;

/// The server misbehaves from now on.
struct BeginBehaviour {
  Activation activation;

  bool operator==(const BeginBehaviour&) const = default;
};

/// It does not any more; pushes that waited because of it go out.
struct EndBehaviour {
  Activation activation;

  bool operator==(const EndBehaviour&) const = default;
};

struct BeginServiceFault {
  ServiceActivation activation;

  bool operator==(const BeginServiceFault&) const = default;
};

struct EndServiceFault {
  ServiceActivation activation;

  bool operator==(const EndServiceFault&) const = default;
};

/// Messages for one user, one package. The server takes them into custody until the user
/// acknowledges them. What a chat message leaves empty is filled in: a fresh id, the conversation
/// of sender and user, the server's time; and what typing notices and receipts do: the conversation
/// of `from` and user.
struct SubmitPush {
  core::UserId user;  ///< not empty
  std::vector<core::PushItem> items;
  core::UserId from{};  ///< not empty, if a typing notice or receipt leaves its conversation so
  std::string item{};   ///< what that conversation is about, if it is a new one; digits

  bool operator==(const SubmitPush&) const = default;
};

/// The sessions are over: a kick push, no more messages, then the close. Heartbeats of a session
/// that is left open are still answered, as in the field (protocol.md 4.5).
struct KickSessions {
  FaultId fault = kNoFault;
  core::UserId user;
  core::KickPath path = core::KickPath::kickout;
  bool close = true;  ///< normally (1000) after the push

  bool operator==(const KickSessions&) const = default;
};

/// The tokens are no longer good: not for a registration, and an open session is answered but gets
/// no more messages (protocol.md 4.5).
struct ExpireTokens {
  FaultId fault = kNoFault;
  core::UserId user;

  bool operator==(const ExpireTokens&) const = default;
};

/// Closes the sessions.
struct CloseSessions {
  FaultId fault = kNoFault;
  core::UserId user;
  std::uint16_t code = 1000;  ///< of the close frame, or kAbruptly
  std::string reason;

  bool operator==(const CloseSessions&) const = default;
};

/// {"type":"ping"} to the sessions (the seed 003 dialect).
struct PingSessions {
  core::UserId user;

  bool operator==(const PingSessions&) const = default;
};

/// The process is gone and back: every session is cut and forgotten; tokens, chats and messages in
/// custody are kept.
struct Restart {
  FaultId fault = kNoFault;

  bool operator==(const Restart&) const = default;
};

using Command =
    std::variant<BeginBehaviour, EndBehaviour, BeginServiceFault, EndServiceFault, SubmitPush,
                 KickSessions, ExpireTokens, CloseSessions, PingSessions, Restart>;

}  // namespace fishtank::server_mock
