#include <fmt/format.h>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/heartbeat_duty.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

struct Watch {
  static constexpr std::string_view kName = "silent_peer_noticed";

  void see(const Record& record, const Scene& scene) {
    if (record.kind == RecordKind::received) {
      if (!is_answer(record, scene)) return;
      judge(scene);
      answered = scene.awake();
    } else {
      judge(scene);
      duty.see(record, scene);
    }
    reported = false;
  }

  void finish(const Scene& scene) { judge(scene); }

  /// A client that sends heartbeats needs an answer, any with code 200; one that sends none goes by
  /// whatever comes in.
  static bool is_answer(const Record& record, const Scene& scene) {
    const bool response = frame_kind(record.detail) == core::FrameKind::response;
    if (response && !frame_refused(record.detail)) return true;
    return scene.policy().heartbeat.interval == core::kOff;
  }

  void judge(const Scene& scene) {
    const auto on_duty_since = duty.since(scene.awake());
    if (!on_duty_since || reported) return;
    const Instant due = std::max(*on_duty_since, answered) + silence_bound(scene.policy());
    if (scene.awake() <= due) return;
    reported = true;
    const auto& heartbeat = scene.policy().heartbeat;
    scene.broken_since(
        due, fmt::format("still CONNECTED {} after the last answer; {}",
                         plan::print_duration(silence_bound(scene.policy())),
                         heartbeat.timeout == core::kOff
                             ? "this policy never misses one (heartbeat.timeout), the documented "
                               "client does after 30s"
                             : fmt::format("heartbeat.timeout is {}",
                                           plan::print_duration(heartbeat.timeout))));
  }

  HeartbeatDuty duty;
  Instant answered{};     ///< in the process's time
  bool reported = false;  ///< until the next answer or change
};

}  // namespace

/// Bound: heartbeat.timeout + kTimerSlack since the last answer or CONNECTED. A policy without a
/// timeout is measured with the documented 30 s and 15 s of grace. A cookie refresh that pauses
/// heartbeats, a frozen host and a stop suspend it.
const CheckSpec& silent_peer_noticed() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about = "A peer that no longer answers is noticed: the client leaves CONNECTED.",
      .bound = "heartbeat.timeout + 500ms; without one, 45.5s",
      .sees = HeartbeatDuty::kSees | kinds(RecordKind::received),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
