#include <fmt/format.h>

#include <string>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/heartbeat_duty.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using plan::print_duration;

constexpr KindSet kComesIn =
    kinds(RecordKind::received, RecordKind::received_garbage, RecordKind::pong_received);

/// What a client of that policy has to hear. One that sends heartbeats needs an answer, any with
/// code 200.
bool is_sign_of_life(const Record& record, const core::Policy& policy) {
  switch (detector(policy)) {
    case Detector::answers:
      return record.kind == RecordKind::received &&
             frame_kind(record.detail) == core::FrameKind::response &&
             !frame_refused(record.detail);
    case Detector::monitor: return record.kind != RecordKind::pong_received;
    case Detector::keepalive: return record.kind == RecordKind::pong_received;
    case Detector::none: break;
  }
  return false;
}

std::string limit_of(const core::Policy& policy) {
  switch (detector(policy)) {
    case Detector::monitor:
      return fmt::format("silence.timeout is {} and silence.check_interval {}",
                         print_duration(policy.silence.timeout),
                         print_duration(policy.silence.check_interval));
    case Detector::keepalive:
      return fmt::format("keepalive.interval is {} and keepalive.timeout {}",
                         print_duration(policy.keepalive.interval),
                         print_duration(policy.keepalive.timeout));
    default: break;
  }
  if (policy.heartbeat.timeout != core::kOff) {
    return fmt::format("heartbeat.timeout is {}", print_duration(policy.heartbeat.timeout));
  }
  return "this policy never misses one (heartbeat.timeout), the documented client does after 30s";
}

struct Watch {
  static constexpr std::string_view kName = "silent_peer_noticed";

  void see(const Record& record, const Scene& scene) {
    if ((kinds(record.kind) & kComesIn) != 0) {
      if (!is_sign_of_life(record, scene.policy())) return;
      judge(scene);
      heard = scene.awake();
    } else {
      judge(scene);
      duty.see(record, scene);
    }
    reported = false;
  }

  void finish(const Scene& scene) { judge(scene); }

  void judge(const Scene& scene) {
    const auto on_duty_since = duty.since(scene.awake());
    if (!on_duty_since || reported) return;
    const core::Policy& policy = scene.policy();
    if (detector(policy) == Detector::none) return;
    const Instant due = std::max(*on_duty_since, heard) + silence_bound(policy);
    if (scene.awake() <= due) return;
    reported = true;
    const bool answers = detector(policy) == Detector::answers;
    scene.broken_since(due, fmt::format("still CONNECTED {} after the last {}; {}",
                                        print_duration(silence_bound(policy)),
                                        answers ? "answer" : "sign of life", limit_of(policy)));
  }

  HeartbeatDuty duty;
  Instant heard{};        ///< in the process's time
  bool reported = false;  ///< until the next sign of life or change
};

}  // namespace

/// Bound: silence_bound() since the last sign of life or CONNECTED: heartbeat.timeout +
/// kTimerSlack. A policy that sends heartbeats and has no timeout is measured with the documented
/// 30 s and 15 s of grace; one that sends none goes by its silence monitor (silence.timeout +
/// silence.check_interval) or its keepalive (keepalive.interval + keepalive.timeout), and without
/// them it cannot notice a silent peer: it is measured by `zombie`. A cookie refresh that pauses
/// heartbeats, a frozen host and a stop suspend it.
const CheckSpec& silent_peer_noticed() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about = "A peer that no longer answers is noticed: the client leaves CONNECTED.",
      .bound =
          "heartbeat.timeout + 500ms, without one 45.5s; for a client without heartbeats "
          "silence.timeout + silence.check_interval + 500ms, or keepalive.interval + "
          "keepalive.timeout + 500ms, or none",
      .sees = HeartbeatDuty::kSees | kComesIn,
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
