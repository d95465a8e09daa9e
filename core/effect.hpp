#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "core/frame.hpp"
#include "core/input.hpp"
#include "core/message.hpp"
#include "core/state.hpp"

/// What a connection wants done. The host carries the effects out in order and hands nothing in
/// before it has drained them all.
namespace fishtank::core {

/// Open a WebSocket; answer with Opened or OpenFailed.
struct OpenTransport {
  AttemptId attempt{};

  bool operator==(const OpenTransport&) const = default;
};

/// Close it with a close frame; answer with Closed. Also ends an attempt that is still opening.
struct CloseTransport {
  AttemptId attempt{};
  std::uint16_t code = 1000;

  bool operator==(const CloseTransport&) const = default;
};

/// Drop it at once (RST); no answer is expected, and a Closed that comes all the same is stale.
struct AbortTransport {
  AttemptId attempt{};

  bool operator==(const AbortTransport&) const = default;
};

/// Hand a frame to the transport. With a `send` other than 0, answer with Sent or SendFailed.
struct Send {
  AttemptId attempt{};
  SendId send{};
  Frame frame;

  bool operator==(const Send&) const = default;
};

/// Send a WebSocket Ping; the Pong comes back as PongReceived.
struct SendPing {
  AttemptId attempt{};

  bool operator==(const SendPing&) const = default;
};

/// Ask the token service; answer with TokenResult.
struct RequestToken {
  CallId call{};

  bool operator==(const RequestToken&) const = default;
};

/// Have the cookies refreshed; answer with CookieResult.
struct RefreshCookie {
  CallId call{};

  bool operator==(const RefreshCookie&) const = default;
};

/// Log in by password; answer with LoginResult.
struct PasswordLogin {
  CallId call{};

  bool operator==(const PasswordLogin&) const = default;
};

/// Give the message to the application; answer with HandlerDone when it is done.
struct Deliver {
  HandlerId handler{};
  PushItem message;

  bool operator==(const Deliver&) const = default;
};

/// Why a pushed message was not delivered.
enum class Discard : std::uint8_t {
  duplicate,    ///< its id was seen within inbox.dedupe_window
  expired,      ///< older than inbox.expiry
  undecodable,  ///< counted and reported, harms nothing else
  cancelled,    ///< it waited for a handler when the client was stopped
};

struct Discarded {
  Discard why = Discard::duplicate;
  PushItem message;

  bool operator==(const Discarded&) const = default;
};

/// What became of a SendChat.
enum class ChatResult : std::uint8_t {
  accepted,       ///< the server answered 200
  refused,        ///< the server answered with another code
  not_connected,  ///< refused here, with a warning
  lost,           ///< the connection was lost before the answer
  timed_out,      ///< no answer within chat.answer_timeout
};

struct ChatDone {
  ChatId chat{};
  ChatResult result = ChatResult::accepted;

  bool operator==(const ChatDone&) const = default;
};

struct StateChanged {
  State from = State::disconnected;
  State to = State::disconnected;
  Reason reason = Reason::started;
  Level level = Level::info;

  bool operator==(const StateChanged&) const = default;
};

/// Something worth a line in a log that changes no state.
enum class NoteKind : std::uint8_t {
  stale_input,  ///< an input of an old attempt or a request given up; number: the attempt or call
  failure_counted,       ///< number: failures so far; detail: FailureClass
  retry_scheduled,       ///< number: the delay in ns; detail: FailureClass
  heartbeat_failed,      ///< a heartbeat was not sent; number: failures in a row
  heartbeat_refused,     ///< answered with another code than 200; number: the code
  stuck,                 ///< a state held beyond watch.stuck_after; number: how long in ns
  undecodable_frame,     ///< a text frame that is no LWP frame
  registration_refused,  ///< number: the code
  token_failed,          ///< detail: ServiceOutcome
  forced_stop,           ///< tasks or transport did not end in time
  heartbeat_abandoned,   ///< the heartbeat has ended and its socket stays open (OnGiveUp)
  token_withheld,        ///< the client refused itself a token; number: ns since the last message
};

inline constexpr int kNoteKinds = 12;

struct Note {
  NoteKind kind = NoteKind::stale_input;
  std::uint8_t detail = 0;
  std::int64_t number = 0;

  bool operator==(const Note&) const = default;
};

/// Cancel every task: handlers, requests to services. Answer with TasksCancelled.
struct CancelTasks {
  bool operator==(const CancelTasks&) const = default;
};

/// Begin a new life of this instance: the host answers with Start.
struct RestartInstance {
  bool operator==(const RestartInstance&) const = default;
};

using Effect = std::variant<OpenTransport, CloseTransport, AbortTransport, Send, SendPing,
                            RequestToken, RefreshCookie, PasswordLogin, Deliver, Discarded,
                            ChatDone, StateChanged, Note, CancelTasks, RestartInstance>;

/// The effects of one input, in order. Owned by the host and used again, so that nothing is
/// allocated for each input.
class Effects {
 public:
  template <typename E>
  void push(E effect) {
    list_.emplace_back(std::move(effect));
  }

  bool empty() const { return list_.empty(); }
  std::size_t size() const { return list_.size(); }
  const Effect& operator[](std::size_t index) const { return list_[index]; }
  Effect& operator[](std::size_t index) { return list_[index]; }
  auto begin() const { return list_.begin(); }
  auto end() const { return list_.end(); }

  /// The host has carried all of them out.
  void clear() { list_.clear(); }

 private:
  std::vector<Effect> list_;
};

std::string_view name(Discard why);
std::string_view name(ChatResult result);
std::string_view name(NoteKind kind);

}  // namespace fishtank::core
