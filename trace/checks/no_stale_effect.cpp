#include <fmt/format.h>

#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

constexpr KindSet kInputsOfAnAttempt =
    kinds(RecordKind::opened, RecordKind::open_failed, RecordKind::closed, RecordKind::received,
          RecordKind::received_garbage, RecordKind::pong_received, RecordKind::sent,
          RecordKind::send_failed);
constexpr KindSet kOtherInputs =
    kinds(RecordKind::start, RecordKind::stop, RecordKind::account_enabled, RecordKind::clock_set,
          RecordKind::token_result, RecordKind::cookie_result, RecordKind::login_result,
          RecordKind::handler_done, RecordKind::tasks_cancelled, RecordKind::send_chat);
constexpr KindSet kEffects =
    kinds(RecordKind::open_transport, RecordKind::close_transport, RecordKind::abort_transport,
          RecordKind::send, RecordKind::send_ping, RecordKind::request_token,
          RecordKind::refresh_cookie, RecordKind::password_login, RecordKind::deliver,
          RecordKind::discarded, RecordKind::chat_done, RecordKind::state_changed, RecordKind::note,
          RecordKind::cancel_tasks, RecordKind::restart_instance);

struct Watch {
  static constexpr std::string_view kName = "no_stale_effect";

  void see(const Record& record, const Scene& scene) {
    const KindSet kind = kinds(record.kind);
    if ((kind & kInputsOfAnAttempt) != 0) {
      stale = attempt_of(record) != attempt;
      input = record.kind;
      input_at = record.at;
    } else if ((kind & kOtherInputs) != 0) {
      stale = false;
    } else if (stale) {
      judge(record, scene);
    }
    if (record.kind == RecordKind::open_transport) attempt = attempt_of(record);
  }
  void finish(const Scene&) {}

  /// The first effect after a stale input. At a later moment it is a timer's.
  void judge(const Record& record, const Scene& scene) {
    stale = false;
    const bool reported = record.kind == RecordKind::note &&
                          static_cast<core::NoteKind>(record.detail) == core::NoteKind::stale_input;
    if (reported || record.at != input_at) return;
    scene.broken(fmt::format("{} of an old attempt was followed by {}; it must have no effect",
                             name(input), name(record.kind)));
  }

  core::AttemptId attempt{};  ///< the latest one
  bool stale = false;         ///< the last input was of an older attempt; no effect came since
  RecordKind input{};
  Instant input_at{};
};

}  // namespace

/// Bound: none. The one answer to such an input is Note{stale_input}.
const CheckSpec& no_stale_effect() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "An input of an old attempt (a late close, a late frame) has no effect but to be "
          "counted.",
      .bound = "",
      .sees = kInputsOfAnAttempt | kOtherInputs | kEffects,
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
