#include <fmt/format.h>

#include "plan/units.hpp"
#include "trace/losses.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::NoteKind;
using core::State;
using plan::print_duration;

struct Watch {
  static constexpr std::string_view kName = "token_kept";

  void see(const Record& record, const Scene& scene) {
    const bool arrived_just_now = arriving;
    arriving = false;
    switch (record.kind) {
      case RecordKind::request_token: return judge(scene);
      case RecordKind::token_result:
        arriving = succeeded(record);
        if (!arriving) return;
        obtained_before = obtained;
        obtained = scene.at();
        return;
      case RecordKind::login_result:  // it belonged to the old session
        if (succeeded(record)) forget();
        return;
      case RecordKind::state_changed: return see_state(record);
      case RecordKind::note:
        if (arrived_just_now && note_of(record) == NoteKind::stale_input) {
          obtained = obtained_before;  // it came too late to be taken
        }
        if (is_refusal(record, scene.policy())) forget();
        return;
      default: forget();  // a kick
    }
  }
  void finish(const Scene&) {}

  static NoteKind note_of(const Record& record) { return static_cast<NoteKind>(record.detail); }

  static bool succeeded(const Record& record) {
    return static_cast<core::ServiceOutcome>(record.detail) == core::ServiceOutcome::success;
  }

  static bool is_refusal(const Record& record, const core::Policy& policy) {
    const bool refused = note_of(record) == NoteKind::registration_refused ||
                         note_of(record) == NoteKind::heartbeat_refused;
    return refused && record.a == static_cast<std::uint64_t>(policy.token.refused_code);
  }

  /// A stop, a disabled account and a new life end with the token.
  void see_state(const Record& record) {
    const State to = state_to(record);
    if (to == State::closed || to == State::disconnected) forget();
  }

  void forget() { obtained = core::kNever; }

  void judge(const Scene& scene) {
    if (obtained == core::kNever) return;
    const Duration age = scene.at() - obtained;
    const Duration good_for = scene.policy().token.refresh_interval;
    if (age >= good_for) return;
    scene.broken(
        fmt::format("a token was asked for {} after the last one came, which nobody "
                    "refused and which is good for {} (token.refresh_interval, "
                    "reconnect.keep_token_on_loss)",
                    print_duration(age), print_duration(good_for)));
  }

  Instant obtained = core::kNever;  ///< kNever: no token that is known to be good
  Instant obtained_before = core::kNever;
  bool arriving = false;  ///< the last record was a token's arrival
};

}  // namespace

/// Bound: token.refresh_interval. A token that was refused with token.refused_code, by the answer
/// to /reg or to a heartbeat, is no longer good, nor is one after a kick, a login, a stop or a new
/// life.
const CheckSpec& token_kept() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "A token that is neither refused nor old is shown again: the token service is not asked "
          "for another.",
      .bound = "token.refresh_interval",
      .sees = kinds(RecordKind::request_token, RecordKind::token_result, RecordKind::login_result,
                    RecordKind::state_changed, RecordKind::note, RecordKind::received),
      .frames = frames(core::FrameKind::kick),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
