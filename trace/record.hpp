#pragma once

#include <cstdint>
#include <string_view>

#include "core/effect.hpp"
#include "core/frame.hpp"
#include "core/input.hpp"
#include "core/state.hpp"
#include "core/time.hpp"

/// What a run leaves behind: one compact record for each thing that happened. Both worlds write
/// them; the fingerprint, the metrics, the checks and every report read them and nothing else.
namespace fishtank::trace {

using core::Instant;

/// What happened. In brackets: what `detail`, `a` and `b` of the record mean. "mid" and "message"
/// are digests (digest.hpp). `attempt`, `send`, `call`, `handler`, `chat` are the core's ids.
enum class RecordKind : std::uint8_t {
  // The client's inputs (core/input.hpp).
  start,             ///< [detail: possible]
  stop,              ///< []
  account_enabled,   ///< [detail: enabled]
  clock_set,         ///< [a: wall clock in ms]
  opened,            ///< [a: attempt]
  open_failed,       ///< [detail: OpenFailure, a: attempt]
  closed,            ///< [detail: CloseCause, a: attempt, b: close code]
  received,          ///< [detail: frame_detail(), a: attempt_and_content(), b: mid]
  received_garbage,  ///< [a: attempt]
  pong_received,     ///< [a: attempt]
  sent,              ///< [a: attempt, b: send]
  send_failed,       ///< [a: attempt, b: send]
  token_result,      ///< [detail: ServiceOutcome, a: call, b: digest of the token]
  cookie_result,     ///< [detail: ServiceOutcome, a: call]
  login_result,      ///< [detail: ServiceOutcome, a: call]
  handler_done,      ///< [a: handler]
  tasks_cancelled,   ///< []
  send_chat,         ///< [a: chat, b: digest of the text]

  // The client's effects (core/effect.hpp).
  open_transport,    ///< [a: attempt]
  close_transport,   ///< [a: attempt, b: close code]
  abort_transport,   ///< [a: attempt]
  send,              ///< [detail: frame_detail(), a: attempt_and_content(), b: mid]
  send_ping,         ///< [a: attempt]
  request_token,     ///< [a: call]
  refresh_cookie,    ///< [a: call]
  password_login,    ///< [a: call]
  deliver,           ///< [detail: index of the PushItem, a: handler, b: message]
  discarded,         ///< [detail: Discard, a: index of the PushItem, b: message]
  chat_done,         ///< [detail: ChatResult, a: chat]
  state_changed,     ///< [detail: state_change_detail(), a: Reason, b: Level]
  note,              ///< [detail: NoteKind, a: the number, b: the note's detail]
  cancel_tasks,      ///< []
  restart_instance,  ///< []

  // The server (server_mock/). The client is the one whose session it is.
  server_accepted,    ///< a WebSocket came in [a: session]
  server_gone,        ///< the server sees the connection's end [a: session, b: code of the
                      ///< client's close frame; 0: none came, or it is not known]
  server_registered,  ///< /reg answered 200 [a: session]
  server_refused,     ///< /reg refused [a: session, b: code]
  server_ready,       ///< ackDiff came: pushes may go [a: session]
  server_received,    ///< [detail: frame_detail(), a: session, b: mid]
  server_kicked,      ///< the session is over, the connection stays open [a: session]
  server_closed,      ///< the server ends the session [a: session, b: close code; 0: abruptly]
  push_accepted,      ///< a message for the client was taken into custody [detail: index of the
                      ///< PushItem, b: message]
  push_sent,          ///< it goes out [detail: 1 for a redelivery, a: session, b: message]
  push_acknowledged,  ///< [a: session, b: message]
  chat_accepted,      ///< a message of the client was accepted [b: message]

  // The world.
  fault_started,  ///< `fault` begins for this client [a: event of the timeline, b: step]
  fault_ended,    ///< [a: event of the timeline, b: step]
  touched,        ///< `fault` made a difference to this client for the first time []
  frozen,         ///< the client's process stands still []
  thawed,         ///< []
  action,  ///< a line of the timeline other than a fault is carried out [a: event of the timeline]
  violation,  ///< [detail: index of the check, a: its place among Trace::violations, b: the moment
              ///< it concerns in ns]
  run_ended,  ///< []

  // What a server on a real port sees besides. Here, because the numbers of kinds are hashed.
  server_ping,         ///< it sends a WebSocket Ping [a: session]
  server_pong,         ///< the client's Pong came [a: session]
  server_withheld,     ///< a frame was left out [detail: frame_detail(), a: session]
  server_turned_away,  ///< an upgrade was refused [b: HTTP status; 0: cut off without one]
  server_app_ping,     ///< it sends {"type":"ping"} [a: session]
};

inline constexpr int kRecordKinds = static_cast<int>(RecordKind::server_app_ping) + 1;
static_assert(kRecordKinds <= 64, "a set of kinds is a 64-bit mask");

/// No client: what concerns the run as a whole.
inline constexpr std::uint32_t kNoClient = UINT32_MAX;

/// One thing that happened. 32 bytes without padding, so that bytes can be hashed.
struct Record {
  Instant at{};
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::uint32_t client = kNoClient;  ///< index into the run's clients
  std::uint16_t fault = 0;  ///< 1 + the timeline event of the fault that touched it; 0: none
  RecordKind kind = RecordKind::run_ended;
  std::uint8_t detail = 0;

  bool operator==(const Record&) const = default;
};
static_assert(sizeof(Record) == 32);

/// "state_changed", ...: the name of a kind in JSON and in golden traces.
std::string_view name(RecordKind kind);

/// A frame as `detail` holds it: its kind, and whether it is a response with a code other than 200.
constexpr std::uint8_t frame_detail(core::FrameKind kind, bool refused) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(kind) | (refused ? 0x80U : 0U));
}
constexpr core::FrameKind frame_kind(std::uint8_t detail) {
  return static_cast<core::FrameKind>(detail & 0x7fU);
}
constexpr bool frame_refused(std::uint8_t detail) { return (detail & 0x80U) != 0; }

/// The attempt in the lower half, a digest of the frame's content in the upper.
constexpr std::uint64_t attempt_and_content(core::AttemptId attempt, std::uint32_t content) {
  return static_cast<std::uint64_t>(attempt) | std::uint64_t{content} << 32U;
}
constexpr core::AttemptId attempt_of(const Record& record) {
  return static_cast<core::AttemptId>(static_cast<std::uint32_t>(record.a));
}

/// A change of state as `detail` holds it.
constexpr std::uint8_t state_change_detail(core::State from, core::State to) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(from) << 4U | static_cast<unsigned>(to));
}
constexpr core::State state_from(const Record& record) {
  return static_cast<core::State>(record.detail >> 4U);
}
constexpr core::State state_to(const Record& record) {
  return static_cast<core::State>(record.detail & 0x0fU);
}

/// A set of kinds.
using KindSet = std::uint64_t;

template <typename... Kinds>
constexpr KindSet kinds(Kinds... kinds) {
  return ((KindSet{1} << static_cast<unsigned>(kinds)) | ... | KindSet{0});
}
inline constexpr KindSet kAllKinds = ~KindSet{0};

/// The kinds whose `detail` is frame_detail().
inline constexpr KindSet kFramedKinds =
    kinds(RecordKind::send, RecordKind::received, RecordKind::server_received);

/// A set of kinds of frames.
using FrameSet = std::uint32_t;

template <typename... Kinds>
constexpr FrameSet frames(Kinds... kinds) {
  return ((FrameSet{1} << static_cast<unsigned>(kinds)) | ... | FrameSet{0});
}
inline constexpr FrameSet kAllFrames = ~FrameSet{0};

}  // namespace fishtank::trace
