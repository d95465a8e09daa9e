#include <fmt/format.h>

#include <optional>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::State;

struct Watch {
  static constexpr std::string_view kName = "stop_is_prompt";

  void see(const Record& record, const Scene& scene) {
    judge(scene);
    switch (record.kind) {
      case RecordKind::stop:
        if (state != State::closed) expect(State::closed, scene);
        return;
      case RecordKind::account_enabled: {
        const bool at_rest = state == State::closed || state == State::disconnected;
        if (record.detail == 0 && !at_rest && !due) expect(State::disconnected, scene);
        return;
      }
      default:
        state = state_to(record);
        if (state == target || state == State::closed) due.reset();
    }
  }

  void finish(const Scene& scene) { judge(scene); }

  void expect(State next, const Scene& scene) {
    target = next;
    due = scene.awake() + stop_bound(scene.policy());
  }

  void judge(const Scene& scene) {
    if (!due || scene.awake() <= *due) return;
    const auto& stopping = scene.policy().stopping;
    scene.broken_since(*due,
                       fmt::format("still {} {} after {}; {} is reached within {} and {} by force "
                                   "(stopping.cancel_timeout, stopping.force_timeout)",
                                   name(state), plan::print_duration(stop_bound(scene.policy())),
                                   target == State::closed ? "stop" : "the account was disabled",
                                   name(target), plan::print_duration(stopping.cancel_timeout),
                                   plan::print_duration(stopping.force_timeout)));
    due.reset();
  }

  State state = State::disconnected;
  State target = State::closed;
  std::optional<Instant> due;  ///< in the process's time; empty: nothing is to be reached
};

}  // namespace

/// Bound: stopping.cancel_timeout + stopping.force_timeout + kTimerSlack.
const CheckSpec& stop_is_prompt() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "A stop ends in CLOSED, and a disabled account in DISCONNECTED, whatever the client "
          "was waiting for.",
      .bound = "stopping.cancel_timeout + stopping.force_timeout + 500ms",
      .sees = kinds(RecordKind::stop, RecordKind::account_enabled, RecordKind::state_changed),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
