#include <fmt/format.h>

#include <optional>

#include "trace/losses.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::CloseCause;
using core::FailureClass;
using core::NoteKind;
using core::OpenFailure;
using core::Reason;
using core::State;

/// The table of behaviour.md, "Reconnecting". It stands here once more so that a slip in the
/// client's own is found.
FailureClass class_of(OpenFailure cause) {
  switch (cause) {
    case OpenFailure::refused:
    case OpenFailure::unreachable:
    case OpenFailure::dns:
    case OpenFailure::timeout: return FailureClass::network;
    case OpenFailure::reset: return FailureClass::unexpected_close;
    case OpenFailure::tls:
    case OpenFailure::http_status:
    case OpenFailure::protocol: break;
  }
  return FailureClass::other;
}

FailureClass class_of(CloseCause cause) {
  switch (cause) {
    case CloseCause::end_of_stream:
    case CloseCause::reset: return FailureClass::unexpected_close;
    case CloseCause::timed_out: return FailureClass::network;
    case CloseCause::close_frame:
    case CloseCause::own_close:
    case CloseCause::protocol_error: break;
  }
  return FailureClass::other;
}

/// What ended an attempt or a connection.
struct Cause {
  FailureClass failure_class = FailureClass::other;
  std::string_view what;
};

constexpr Cause kKick{FailureClass::other, "a kick"};
constexpr Cause kUnsent{FailureClass::other, "heartbeats that could not be sent"};

struct Watch {
  static constexpr std::string_view kName = "failure_class";

  void see(const Record& record, const Scene& scene) {
    switch (record.kind) {
      case RecordKind::open_transport: attempt = attempt_of(record); return;
      case RecordKind::note: return see_note(record, scene);
      case RecordKind::state_changed: return see_state(record, scene);
      default:
        if (attempt_of(record) == attempt) see_end(record, scene);
    }
  }
  void finish(const Scene&) {}

  /// What ends an attempt or a connection, or may do so.
  void see_end(const Record& record, const Scene& scene) {
    switch (record.kind) {
      case RecordKind::open_failed: {
        const auto cause = static_cast<OpenFailure>(record.detail);
        return told_now({class_of(cause), name(cause)}, scene);
      }
      case RecordKind::closed: {
        const auto cause = static_cast<CloseCause>(record.detail);
        closed = {class_of(cause), name(cause)};
        return told_now(*closed, scene);
      }
      case RecordKind::received: return told_now(kKick, scene);
      default: told_now({FailureClass::unexpected_close, "a frame that could not be sent"}, scene);
    }
  }

  void told_now(Cause cause, const Scene& scene) {
    told = cause;
    told_at = scene.at();
  }

  void see_note(const Record& record, const Scene& scene) {
    switch (static_cast<NoteKind>(record.detail)) {
      case NoteKind::failure_counted: counted = static_cast<FailureClass>(record.b); return;
      case NoteKind::heartbeat_failed: return told_now(kUnsent, scene);
      case NoteKind::registration_refused:
        return told_now({FailureClass::other, "a refused registration"}, scene);
      case NoteKind::token_withheld:
        return told_now({FailureClass::other, "want of a token"}, scene);
      case NoteKind::token_failed: {
        const bool silent =
            static_cast<core::ServiceOutcome>(record.b) == core::ServiceOutcome::no_answer;
        return told_now({silent ? FailureClass::network : FailureClass::other, "want of a token"},
                        scene);
      }
      default: return;
    }
  }

  /// The count comes first, the change of state that tells the reason follows.
  void see_state(const Record& record, const Scene& scene) {
    if (const auto cause = cause_of(record); cause && counted && *counted != cause->failure_class) {
      scene.broken(
          fmt::format("a failure ({}) counts as {}; it is of the class {} "
                      "(reconnect.failed_connect, behaviour.md)",
                      cause->what, name(*counted), name(cause->failure_class)));
    }
    counted.reset();
    told.reset();
    closed.reset();
  }

  /// Nothing if it cannot be known.
  std::optional<Cause> cause_of(const Record& record) const {
    switch (state_from(record)) {
      case State::disconnected: return Cause{FailureClass::other, "the want of means"};
      case State::connecting:
        if (told && told_at == record.at) return told;
        return Cause{FailureClass::network, "a timeout of its own"};
      default: break;
    }
    switch (reason_of(record)) {
      case Reason::connection_lost: return closed;
      case Reason::heartbeat_given_up: return kUnsent;
      case Reason::kicked: return kKick;
      default: return Cause{FailureClass::network, "silence"};
    }
  }

  core::AttemptId attempt{};            ///< the latest one
  std::optional<FailureClass> counted;  ///< since the state changed, as the next ones
  std::optional<Cause> closed;          ///< maybe a while ago, if a handler held the client up
  std::optional<Cause> told;            ///< by what happened last, at `told_at`
  Instant told_at{};
};

}  // namespace

/// Bound: none. The classes are those of behaviour.md, "Reconnecting": by the cause of OpenFailed
/// or Closed; network for the client's own timeouts; other for what the server says.
const CheckSpec& failure_class() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "A loss or a failed attempt counts in the class of its cause, which decides how long "
          "the client waits.",
      .bound = "",
      .sees = kinds(RecordKind::open_transport, RecordKind::open_failed, RecordKind::closed,
                    RecordKind::received, RecordKind::send_failed, RecordKind::note,
                    RecordKind::state_changed),
      .frames = frames(core::FrameKind::kick),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
