#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::NoteKind;
using core::ServiceOutcome;

struct Watch {
  static constexpr std::string_view kName = "expired_token_is_retried";

  void see(const Record& record, const Scene& scene) {
    judge_delay(scene);
    switch (record.kind) {
      case RecordKind::request_token: asked_to_retry.reset(); return;
      case RecordKind::token_result:
        return see_outcome(static_cast<ServiceOutcome>(record.detail), scene);
      case RecordKind::note: return see_note(static_cast<NoteKind>(record.detail), scene);
      default: asked_to_retry.reset();  // everything ends
    }
  }

  void finish(const Scene& scene) { judge_delay(scene); }

  void see_outcome(ServiceOutcome outcome, const Scene& scene) {
    switch (outcome) {
      case ServiceOutcome::success: in_a_row = 0; return;
      case ServiceOutcome::captcha: ++in_a_row; return;
      case ServiceOutcome::token_expired:
        if (++in_a_row <= retries(scene.policy())) asked_to_retry = scene.at();
        return;
      default: return;
    }
  }

  /// A policy that never retries is measured with one.
  static std::int32_t retries(const core::Policy& policy) {
    const std::int32_t in_a_row = policy.token.captcha_retries;
    return policy.token.retries_expired ? in_a_row : std::max(in_a_row, 1);
  }

  void see_note(NoteKind kind, const Scene& scene) {
    switch (kind) {
      case NoteKind::stale_input: asked_to_retry.reset(); return;  // it came too late to be heard
      case NoteKind::token_failed: in_a_row = 0; break;
      case NoteKind::failure_counted: break;
      default: return;
    }
    if (asked_to_retry) complain("was given up on", scene);
  }

  void judge_delay(const Scene& scene) {
    if (asked_to_retry && scene.at() > *asked_to_retry) complain("was not asked again", scene);
  }

  void complain(std::string_view what, const Scene& scene) {
    scene.broken_at(*asked_to_retry,
                    fmt::format("the token service answered that the h5 token is outdated, sent a "
                                "fresh one along, and {}; it is asked again at once, {} times in a "
                                "row at most (token.retries_expired, token.captcha_retries)",
                                what, retries(scene.policy())));
    asked_to_retry.reset();
  }

  std::optional<Instant> asked_to_retry;  ///< by an answer that the client has not acted on yet
  std::int32_t in_a_row = 0;              ///< answers that a retry follows
};

}  // namespace

/// Bound: at once. After token.captcha_retries such answers in a row (or one, if that is 0),
/// captchas counted too, the attempt may fail.
const CheckSpec& expired_token_is_retried() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "An outdated h5 token costs nothing: the client asks again at once with the fresh one, "
          "and counts no failure.",
      .bound = "at once, token.captcha_retries times in a row",
      .sees = kinds(RecordKind::request_token, RecordKind::token_result, RecordKind::note,
                    RecordKind::stop, RecordKind::account_enabled, RecordKind::restart_instance),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
