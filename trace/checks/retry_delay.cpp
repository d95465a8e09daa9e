#include <fmt/format.h>

#include <optional>
#include <string>

#include "core/backoff.hpp"
#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/losses.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::FailureClass;
using core::NoteKind;
using core::State;
using plan::print_duration;

struct Watch {
  static constexpr std::string_view kName = "retry_delay";

  void see(const Record& record, const Scene& scene) {
    if (record.kind == RecordKind::state_changed) return see_state(record, scene);
    if (record.kind == RecordKind::account_enabled && record.detail != 0) return;
    if (record.kind != RecordKind::note) return wait.reset();  // a stop ends the wait at once
    switch (static_cast<NoteKind>(record.detail)) {
      case NoteKind::failure_counted: failures = record.a; return;
      case NoteKind::retry_scheduled: return see_schedule(record, scene);
      default: return;
    }
  }

  void finish(const Scene& scene) { judge_lateness(scene); }

  void see_schedule(const Record& record, const Scene& scene) {
    const Duration delay(static_cast<std::int64_t>(record.a));
    const auto failure_class = static_cast<FailureClass>(record.b);
    const auto& numbers = core::retry_delay(scene.policy(), failure_class);
    const Duration least = shortest_wait(numbers, failures);
    const Duration most = least + least * scene.policy().reconnect.jitter_percent / 100;
    if (delay < least || delay > most) {
      scene.broken(fmt::format(
          "the wait after failure {} ({}) is {}; min({} x {}, {}) = {} and {} % jitter allow {} at "
          "most (reconnect)",
          failures, name(failure_class), print_duration(delay), print_duration(numbers.base),
          factor(numbers), print_duration(numbers.cap), print_duration(least),
          scene.policy().reconnect.jitter_percent, print_duration(most)));
    }
    expect(delay, scene);
  }

  /// By what the base is multiplied, as people write it.
  std::string factor(const core::RetryDelay& numbers) const {
    if (numbers.growth == core::Growth::linear) return fmt::format("{}", failures);
    return failures < 2 ? "1" : fmt::format("2^{}", failures - 1);
  }

  void see_state(const Record& record, const Scene& scene) {
    const State to = state_to(record);
    if (to == State::reconnecting) {
      wait.reset();
      if (reason_of(record) == core::Reason::recovered) {
        expect(scene.policy().recovery.retry_delay, scene);
      } else if (reason_of(record) == core::Reason::new_token) {
        expect(Duration::zero(), scene);
      }
      return;
    }
    if (to == State::connecting && state_from(record) == State::reconnecting) judge_retry(scene);
    wait.reset();
  }

  void judge_retry(const Scene& scene) const {
    if (!wait) return scene.broken("tried again although no retry had been scheduled");
    if (scene.at() < wait->not_before) {
      return scene.broken(fmt::format("tried again {} too early; the wait is {}",
                                      print_duration(wait->not_before - scene.at()),
                                      print_duration(wait->delay)));
    }
    judge_lateness(scene);
  }

  void judge_lateness(const Scene& scene) const {
    if (!wait || scene.awake() <= wait->not_after) return;
    scene.broken_since(
        wait->not_after,
        fmt::format("no new attempt {} after a wait of {} was over; closing the old transport may "
                    "take {} (reconnect.close_timeout)",
                    print_duration(scene.awake() - (wait->not_after - wait->allowance)),
                    print_duration(wait->delay),
                    print_duration(scene.policy().reconnect.close_timeout)));
  }

  void expect(Duration delay, const Scene& scene) {
    const Duration allowance = scene.policy().reconnect.close_timeout + kTimerSlack;
    wait = Wait{.delay = delay,
                .allowance = allowance,
                .not_before = scene.at() + delay,
                .not_after = scene.awake() + delay + allowance};
  }

  struct Wait {
    Duration delay{};
    Duration allowance{};
    Instant not_before{};
    Instant not_after{};  ///< in the process's time
  };

  std::uint64_t failures = 0;  ///< as last counted
  std::optional<Wait> wait;
};

}  // namespace

/// Bound: a wait of min(base x failures, cap) of the failure's class, or min(base x 2^(failures -
/// 1), cap) if it grows exponentially, plus reconnect.jitter_percent at most; recovery.retry_delay
/// after a login that succeeded; none for a new token. CONNECTING follows not before it is over
/// and, since the old transport must be gone, at most reconnect.close_timeout + kTimerSlack later.
const CheckSpec& retry_delay() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "After a loss or a failed attempt the client waits as long as its policy says, not "
          "shorter and not longer, before it tries again.",
      .bound =
          "min(base x failures, cap) of the class, or min(base x 2^(failures - 1), cap), + "
          "reconnect.jitter_percent; then reconnect.close_timeout + 500ms at most",
      .sees = kinds(RecordKind::state_changed, RecordKind::note, RecordKind::stop,
                    RecordKind::account_enabled),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
