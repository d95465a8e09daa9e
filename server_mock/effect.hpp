#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/frame.hpp"
#include "core/message.hpp"
#include "server_mock/ids.hpp"

/// What the server wants done, and what a trace wants to know of it. An effect that a fault shaped
/// names it, so a fault that no effect ever names has touched nothing.
namespace fishtank::server_mock {

using PushItems = core::Shared<std::vector<core::PushItem>>;

// ---- to be carried out -------------------------------------------------------------------------

struct SendFrame {
  SessionId session{};
  FaultId fault = kNoFault;  ///< who delayed it, altered it or had it sent
  core::Frame frame;
  bool if_room = false;  ///< it is dropped when the connection's buffers are full

  bool operator==(const SendFrame&) const = default;
};

/// A text that is no frame of the protocol.
struct SendGarbage {
  SessionId session{};
  FaultId fault = kNoFault;
  std::string text;
  bool if_room = false;  ///< as SendFrame's

  bool operator==(const SendGarbage&) const = default;
};

/// End the connection. The server has forgotten the session already and expects no Gone.
struct CloseSession {
  SessionId session{};
  FaultId fault = kNoFault;
  std::uint16_t code = 1000;  ///< of the close frame, or kAbruptly
  std::string reason;         ///< of the close frame

  bool operator==(const CloseSession&) const = default;
};

// ---- to be written down ------------------------------------------------------------------------

/// /reg was accepted. (Whether the answer goes out is another matter: the server may be mute.)
struct SessionRegistered {
  SessionId session{};
  core::UserId user;

  bool operator==(const SessionRegistered&) const = default;
};

/// /reg was refused.
struct RegistrationRefused {
  SessionId session{};
  FaultId fault = kNoFault;
  std::int32_t code = 401;
  std::string reason;  ///< one of protocol.md 4.5, or the fault's

  bool operator==(const RegistrationRefused&) const = default;
};

/// Registered, and ackDiff came: messages may go.
struct SessionReady {
  SessionId session{};

  bool operator==(const SessionReady&) const = default;
};

/// A frame was not sent: an answer that is lost, or a push that waits.
struct Withheld {
  SessionId session{};
  FaultId fault = kNoFault;  ///< kNoFault: a push waits because the token is too old
  core::FrameKind kind = core::FrameKind::response;

  bool operator==(const Withheld&) const = default;
};

/// Messages were taken into custody.
struct PushAccepted {
  core::UserId user;
  PushId push{};
  PushItems items;

  bool operator==(const PushAccepted&) const = default;
};

/// They go out; the SendFrame follows.
struct PushSent {
  SessionId session{};
  PushId push{};
  bool redelivery = false;  ///< not for the first time
  PushItems items;

  bool operator==(const PushSent&) const = default;
};

/// They were acknowledged and leave custody. An acknowledgement that is repeated, or of something
/// else, has no effect.
struct PushAcknowledged {
  SessionId session{};
  PushId push{};
  PushItems items;

  bool operator==(const PushAcknowledged&) const = default;
};

/// A chat message of the client was accepted.
struct ChatAccepted {
  SessionId session{};
  core::MessageId message;

  bool operator==(const ChatAccepted&) const = default;
};

using Effect =
    std::variant<SendFrame, SendGarbage, CloseSession, SessionRegistered, RegistrationRefused,
                 SessionReady, Withheld, PushAccepted, PushSent, PushAcknowledged, ChatAccepted>;

/// The effects of one input, in order. Owned by the host, which drains it before the next input and
/// uses it again, so that nothing is allocated for each input.
using Effects = std::vector<Effect>;

}  // namespace fishtank::server_mock
