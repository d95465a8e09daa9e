#include <fmt/format.h>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/heartbeat_duty.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using plan::print_duration;

struct Watch {
  static constexpr std::string_view kName = "heartbeats_on_time";

  void see(const Record& record, const Scene& scene) {
    const bool heartbeat = record.kind == RecordKind::send;
    if (heartbeat && frame_kind(record.detail) != core::FrameKind::heartbeat) return;
    if (scene.policy().heartbeat.interval == core::kOff) return;
    judge_lateness(scene);
    if (!heartbeat) {
      duty.see(record, scene);
      sent_at = core::kNever;
      missed = false;
      return;
    }
    judge_haste(scene);
    sent_at = scene.at();
    sent_awake = scene.awake();
    missed = false;
  }

  void finish(const Scene& scene) {
    if (scene.policy().heartbeat.interval != core::kOff) judge_lateness(scene);
  }

  void judge_lateness(const Scene& scene) {
    const auto on_duty_since = duty.since(scene.awake());
    if (!on_duty_since || missed) return;
    const Instant due = std::max(*on_duty_since, sent_awake) + heartbeat_gap_bound(scene.policy());
    if (scene.awake() <= due) return;
    missed = true;
    const auto& heartbeat = scene.policy().heartbeat;
    scene.broken_since(
        due,
        fmt::format("no heartbeat for {}; one is sent every {} and sending may take {} "
                    "(heartbeat.interval, heartbeat.send_timeout)",
                    print_duration(heartbeat_gap_bound(scene.policy())),
                    print_duration(heartbeat.interval), print_duration(heartbeat.send_timeout)));
  }

  void judge_haste(const Scene& scene) const {
    if (sent_at == core::kNever) return;
    const Duration gap = scene.at() - sent_at;
    if (gap >= heartbeat_gap_floor(scene.policy())) return;
    const auto& heartbeat = scene.policy().heartbeat;
    scene.broken(
        fmt::format("a heartbeat {} after the last; one is sent every {}, or {} after a "
                    "send that failed (heartbeat.interval, heartbeat.retry_delay)",
                    print_duration(gap), print_duration(heartbeat.interval),
                    print_duration(heartbeat.retry_delay)));
  }

  HeartbeatDuty duty;
  Instant sent_at = core::kNever;  ///< kNever: none since CONNECTED or a pause
  Instant sent_awake{};
  bool missed = false;  ///< reported; until the next one
};

}  // namespace

/// Bound: max(heartbeat.interval, heartbeat.retry_delay) + heartbeat.send_timeout at most, and
/// min(heartbeat.interval, heartbeat.retry_delay) at least, each with kTimerSlack. A cookie refresh
/// that pauses heartbeats, a frozen host and a stop suspend it.
const CheckSpec& heartbeats_on_time() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about = "While CONNECTED, heartbeats follow each other at the policy's interval.",
      .bound =
          "max(heartbeat.interval, heartbeat.retry_delay) + heartbeat.send_timeout + 500ms; "
          "at least min(heartbeat.interval, heartbeat.retry_delay) - 500ms",
      .sees = HeartbeatDuty::kSees | kinds(RecordKind::send),
      .frames = frames(core::FrameKind::heartbeat),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
