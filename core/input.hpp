#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/frame.hpp"
#include "core/message.hpp"
#include "core/time.hpp"

/// What can happen to a connection. The host turns the world into these values, one at a time.
namespace fishtank::core {

/// One transport attempt of one connection, counted from 1. An input of an older attempt than the
/// current one is stale: it has no effect and is counted.
enum class AttemptId : std::uint32_t {};

/// One request to a service (token, cookie, login), counted from 1. An answer to a request that was
/// given up is stale too.
enum class CallId : std::uint32_t {};

/// One frame that was handed to a transport and whose Sent is asked for. 0: nobody asks.
enum class SendId : std::uint32_t {};

/// One chat message that the application wants sent; chosen by the application, repeated in the
/// outcome.
enum class ChatId : std::uint32_t {};

/// One message handler that runs in the application.
enum class HandlerId : std::uint32_t {};

/// Why a transport could not be opened.
enum class OpenFailure : std::uint8_t {
  refused,      ///< RST or ICMP: nobody listens
  unreachable,  ///< no route
  dns,          ///< the name has no address
  timeout,      ///< the transport's own limit passed
  tls,          ///< handshake or certificate
  http_status,  ///< the upgrade was answered with another status than 101
  protocol,     ///< the upgrade was answered with nonsense
  reset,        ///< opened, then cut before the upgrade was answered
};

inline constexpr int kOpenFailures = 8;

/// How an open transport ended.
enum class CloseCause : std::uint8_t {
  close_frame,     ///< a close frame came in and was answered (RFC 6455 7.1.4)
  own_close,       ///< the close that we asked for is done
  end_of_stream,   ///< FIN without a close frame (1006)
  reset,           ///< RST (1006)
  timed_out,       ///< the kernel gave up on unacknowledged bytes (1006)
  protocol_error,  ///< the peer broke RFC 6455 or a limit (1002, 1007, 1009)
};

inline constexpr int kCloseCauses = 6;

/// How a service answered.
enum class ServiceOutcome : std::uint8_t {
  success,
  failure,          ///< any other `ret` than those below, or an HTTP error
  captcha,          ///< FAIL_SYS_USER_VALIDATE, RGV587 (protocol.md 5)
  session_expired,  ///< FAIL_SYS_SESSION_EXPIRED: a password login is needed
  token_expired,    ///< FAIL_SYS_TOKEN_EXOIRED: the h5 token of the cookie is old; a fresh one came
                    ///< along
  no_answer,        ///< the request itself failed or timed out
};

inline constexpr int kServiceOutcomes = 6;

std::string_view name(OpenFailure failure);
std::string_view name(CloseCause cause);
std::string_view name(ServiceOutcome outcome);

/// The application starts the connection. A second start is ignored.
struct Start {
  bool possible = true;  ///< false: what an attempt needs cannot be had (no session, no descriptor)

  bool operator==(const Start&) const = default;
};

/// The application stops it for good: CLOSED.
struct Stop {
  bool operator==(const Stop&) const = default;
};

/// The account was enabled or disabled. Disabled: DISCONNECTED, and Start works again once enabled.
struct AccountEnabled {
  bool enabled = true;

  bool operator==(const AccountEnabled&) const = default;
};

/// What the host's calendar shows now. Sent before Start and after each jump.
struct ClockSet {
  WallTime wall;

  bool operator==(const ClockSet&) const = default;
};

/// The transport is open: TCP, TLS and the WebSocket upgrade are done.
struct Opened {
  AttemptId attempt{};

  bool operator==(const Opened&) const = default;
};

struct OpenFailed {
  AttemptId attempt{};
  OpenFailure cause = OpenFailure::refused;

  bool operator==(const OpenFailed&) const = default;
};

/// The transport is gone; nothing of this attempt follows.
struct Closed {
  AttemptId attempt{};
  CloseCause cause = CloseCause::end_of_stream;
  std::uint16_t code = 1006;  ///< of the close frame; 1005 if it had none, 1006 without a frame

  bool operator==(const Closed&) const = default;
};

struct Received {
  AttemptId attempt{};
  Frame frame;

  bool operator==(const Received&) const = default;
};

/// A text frame came in that is no LWP frame. Counted, reported, otherwise without effect.
struct ReceivedGarbage {
  AttemptId attempt{};

  bool operator==(const ReceivedGarbage&) const = default;
};

/// A WebSocket Pong.
struct PongReceived {
  AttemptId attempt{};

  bool operator==(const PongReceived&) const = default;
};

/// The transport took all bytes of the frame (they are in the kernel's buffer, not yet at the
/// peer).
struct Sent {
  AttemptId attempt{};
  SendId send{};

  bool operator==(const Sent&) const = default;
};

/// The transport cannot take the frame, now or ever.
struct SendFailed {
  AttemptId attempt{};
  SendId send{};

  bool operator==(const SendFailed&) const = default;
};

struct TokenResult {
  CallId call{};
  ServiceOutcome outcome = ServiceOutcome::success;
  std::string token;  ///< only with success

  bool operator==(const TokenResult&) const = default;
};

struct CookieResult {
  CallId call{};
  ServiceOutcome outcome = ServiceOutcome::success;

  bool operator==(const CookieResult&) const = default;
};

struct LoginResult {
  CallId call{};
  ServiceOutcome outcome = ServiceOutcome::success;

  bool operator==(const LoginResult&) const = default;
};

/// The application finished handling a delivered message.
struct HandlerDone {
  HandlerId handler{};

  bool operator==(const HandlerDone&) const = default;
};

/// Every task that CancelTasks named has ended.
struct TasksCancelled {
  bool operator==(const TasksCancelled&) const = default;
};

/// The application wants a chat message sent.
struct SendChat {
  ChatId chat{};
  UserId peer;
  ConversationId conversation;  ///< empty: ask the server for one first
  std::string item;             ///< for a new conversation
  std::string text;

  bool operator==(const SendChat&) const = default;
};

using Input = std::variant<Start, Stop, AccountEnabled, ClockSet, Opened, OpenFailed, Closed,
                           Received, ReceivedGarbage, PongReceived, Sent, SendFailed, TokenResult,
                           CookieResult, LoginResult, HandlerDone, TasksCancelled, SendChat>;

}  // namespace fishtank::core
