#include <fmt/format.h>

#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

constexpr KindSet kBeginsSomething =
    kinds(RecordKind::open_transport, RecordKind::send, RecordKind::send_ping,
          RecordKind::request_token, RecordKind::refresh_cookie, RecordKind::password_login,
          RecordKind::deliver, RecordKind::restart_instance);
constexpr KindSet kEndsSomething =
    kinds(RecordKind::close_transport, RecordKind::abort_transport, RecordKind::cancel_tasks);
constexpr KindSet kEvents = kinds(RecordKind::state_changed, RecordKind::open_failed,
                                  RecordKind::closed, RecordKind::handler_done);

struct Watch {
  static constexpr std::string_view kName = "nothing_after_closed";

  void see(const Record& record, const Scene& scene) {
    if (closed_at != core::kNever) see_after_closed(record, scene);
    follow(record);
  }

  void finish(const Scene& scene) { judge_rest(scene); }

  void see_after_closed(const Record& record, const Scene& scene) {
    const KindSet kind = kinds(record.kind);
    const bool later = scene.at() > closed_at;
    if (later) judge_rest(scene);
    if ((kind & kBeginsSomething) != 0 || (later && (kind & kEndsSomething) != 0)) {
      scene.broken(fmt::format("{} after CLOSED", name(record.kind)));
    }
  }

  /// What is still there at a moment later than CLOSED should have ended with it.
  void judge_rest(const Scene& scene) {
    if (judged || scene.at() <= closed_at) return;
    judged = true;
    if (attempt != core::AttemptId{}) {
      scene.broken_at(closed_at,
                      fmt::format("CLOSED, and the transport of attempt {} is still there",
                                  static_cast<unsigned>(attempt)));
    }
    if (handlers != 0) {
      scene.broken_at(closed_at, fmt::format("CLOSED, and message handlers are still running ({}) "
                                             "without having been cancelled",
                                             handlers));
    }
  }

  void follow(const Record& record) {
    switch (record.kind) {
      case RecordKind::open_transport: attempt = attempt_of(record); return;
      case RecordKind::open_failed:
      case RecordKind::closed:
      case RecordKind::abort_transport:
        if (attempt_of(record) == attempt) attempt = {};
        return;
      case RecordKind::deliver: ++handlers; return;
      case RecordKind::handler_done:
        if (handlers != 0) --handlers;
        return;
      case RecordKind::cancel_tasks: handlers = 0; return;
      case RecordKind::state_changed:
        if (state_to(record) == core::State::closed) closed_at = record.at;
        return;
      default: return;
    }
  }

  Instant closed_at = core::kNever;
  core::AttemptId attempt{};  ///< 0: no transport is there
  std::uint32_t handlers = 0;
  bool judged = false;
};

}  // namespace

/// Bound: none. What ends something may come at the very moment of CLOSED, but not later.
const CheckSpec& nothing_after_closed() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "CLOSED is final: no transport and no handler is left running, and nothing is begun "
          "any more.",
      .bound = "",
      .sees = kBeginsSomething | kEndsSomething | kEvents,
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
