#include <fmt/format.h>

#include "trace/losses.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::State;

/// An authentication error ends in FAILED at once and is not counted.
bool is_failure(const Record& record) {
  const State to = state_to(record);
  switch (state_from(record)) {
    case State::connected:
      return is_loss(record) && reason_of(record) != core::Reason::authentication_error;
    case State::connecting:
      return (to == State::reconnecting || to == State::failed) &&
             reason_of(record) != core::Reason::authentication_error;
    case State::disconnected: return to == State::reconnecting;
    default: return false;
  }
}

struct Watch {
  static constexpr std::string_view kName = "one_failure_one_count";

  void see(const Record& record, const Scene& scene) {
    switch (record.kind) {
      case RecordKind::state_changed:
        if (is_failure(record)) ++failures;
        return;
      case RecordKind::note:
        if (static_cast<core::NoteKind>(record.detail) == core::NoteKind::failure_counted)
          ++counted;
        return;
      default: judge(scene);
    }
  }

  void finish(const Scene& scene) { judge(scene); }

  void judge(const Scene& scene) {
    if (failures != counted) {
      scene.broken(
          fmt::format("{} since the last attempt began, and {} counted; each is counted once",
                      failures == 1 ? "1 loss or failed attempt"
                                    : fmt::format("{} losses and failed attempts", failures),
                      counted));
    }
    failures = counted = 0;
  }

  std::uint32_t failures = 0;  ///< since the last attempt began
  std::uint32_t counted = 0;   ///< likewise
};

}  // namespace

/// Bound: none. Judged when the next attempt opens a transport, and at the end.
const CheckSpec& one_failure_one_count() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "Each loss and each failed attempt is counted as one failure: not forgotten, and not "
          "counted twice because two things told of it.",
      .bound = "",
      .sees = kinds(RecordKind::state_changed, RecordKind::note, RecordKind::open_transport),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
