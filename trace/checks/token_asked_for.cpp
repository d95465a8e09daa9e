#include <fmt/format.h>

#include "plan/units.hpp"
#include "trace/losses.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::State;

struct Watch {
  static constexpr std::string_view kName = "token_asked_for";

  void see(const Record& record, const Scene& scene) {
    switch (record.kind) {
      case RecordKind::request_token:
      case RecordKind::password_login: tried = asking = true; return;
      case RecordKind::token_result:
      case RecordKind::login_result: asking = false; return;
      case RecordKind::note:
        if (static_cast<core::NoteKind>(record.detail) == core::NoteKind::token_failed) {
          asking = false;  // no answer came in time
        }
        return;
      case RecordKind::open_transport: tried = true; return;
      default: see_state(record, scene);
    }
  }
  void finish(const Scene&) {}

  void see_state(const Record& record, const Scene& scene) {
    if (state_to(record) == State::connecting) tried = asking;
    const bool failed =
        state_from(record) == State::connecting &&
        (state_to(record) == State::reconnecting || state_to(record) == State::failed);
    if (!failed || tried) return;
    scene.broken(
        fmt::format("an attempt failed without a token and without a request for one; whatever "
                    "happened before, an attempt that lacks one asks the service (token.quiet_time "
                    "is {})",
                    plan::print_duration(scene.policy().token.quiet_time)));
  }

  bool asking = false;  ///< the token service, or for the login that a token needs
  bool tried = false;   ///< this attempt asked, or waits for an answer, or had a token to open with
};

}  // namespace

/// Bound: none.
const CheckSpec& token_asked_for() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "No attempt fails for want of a token without having asked the token service for one.",
      .bound = "",
      .sees = kinds(RecordKind::request_token, RecordKind::token_result, RecordKind::password_login,
                    RecordKind::login_result, RecordKind::open_transport, RecordKind::note,
                    RecordKind::state_changed),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
