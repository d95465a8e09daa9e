#include <fmt/format.h>

#include <optional>
#include <string>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/losses.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::State;

struct Watch {
  static constexpr std::string_view kName = "failed_at_limit";

  void see(const Record& record, const Scene& scene) {
    if (record.kind == RecordKind::state_changed) return see_state(record, scene);
    if (static_cast<core::NoteKind>(record.detail) != core::NoteKind::failure_counted) return;
    failures = record.a;
    const auto limit = limit_of(scene);
    if (limit != 0 && failures >= limit && !reached_at) reached_at = scene.awake();
  }

  void finish(const Scene& scene) const {
    if (!reached_at || scene.awake() - *reached_at <= kTimerSlack) return;
    scene.broken_since(*reached_at, fmt::format("{} and not FAILED; the limit is {} "
                                                "(reconnect.max_failures)",
                                                counted(), limit_of(scene)));
  }

  void see_state(const Record& record, const Scene& scene) {
    const State to = state_to(record);
    if (to == State::failed) judge_failed(record, scene);
    if (to == State::connecting && reached_at) {
      scene.broken_since(*reached_at, fmt::format("tried again after {} instead of "
                                                  "FAILED; the limit is {} "
                                                  "(reconnect.max_failures)",
                                                  counted(), limit_of(scene)));
    }
    if (to != State::reconnecting) reached_at.reset();
  }

  void judge_failed(const Record& record, const Scene& scene) const {
    if (reason_of(record) != core::Reason::failure_limit || failures == limit_of(scene)) return;
    scene.broken(fmt::format("FAILED after {}; the limit is {} (reconnect.max_failures{})",
                             counted(), limit_of(scene),
                             limit_of(scene) == 0 ? ", 0: there is none" : ""));
  }

  std::string counted() const {
    return failures == 1 ? "1 failure" : fmt::format("{} failures", failures);
  }

  static std::uint64_t limit_of(const Scene& scene) {
    return static_cast<std::uint64_t>(scene.policy().reconnect.max_failures);
  }

  std::uint64_t failures = 0;         ///< as last counted
  std::optional<Instant> reached_at;  ///< in the process's time; until FAILED or a stop
};

}  // namespace

/// Bound: reconnect.max_failures, exactly; FAILED follows before the next attempt.
const CheckSpec& failed_at_limit() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "The client goes to FAILED exactly when its failures reach the limit: not one "
          "earlier, not one later.",
      .bound = "reconnect.max_failures",
      .sees = kinds(RecordKind::state_changed, RecordKind::note),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
