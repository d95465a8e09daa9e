#include <fmt/format.h>

#include <algorithm>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/heartbeat_duty.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::FrameKind;

/// An answer without content is a heartbeat's (digest.hpp), whichever heartbeat's of the
/// connection.
bool is_of_heartbeat(const Record& record) { return record.a >> 32U == 0; }

struct Watch {
  static constexpr std::string_view kName = "masked_silence";

  void see(const Record& record, const Scene& scene) {
    if (scene.policy().heartbeat.interval == core::kOff) return;
    judge(scene);
    switch (record.kind) {
      case RecordKind::send: return see_request(record);
      case RecordKind::received: return see_answer(record, scene);
      default: duty.see(record, scene); reported = false;
    }
  }

  void finish(const Scene& scene) {
    if (scene.policy().heartbeat.interval != core::kOff) judge(scene);
  }

  void see_request(const Record& record) {
    if (attempt != attempt_of(record)) ack_diff = 0;
    attempt = attempt_of(record);
    const bool heartbeat = frame_kind(record.detail) == FrameKind::heartbeat;
    if (heartbeat) waiting = true;
    if (!heartbeat) ack_diff = record.b;
  }

  void see_answer(const Record& record, const Scene& scene) {
    if (frame_refused(record.detail) || attempt_of(record) != attempt) return;
    if (!is_of_heartbeat(record) && record.b != ack_diff) {
      const Instant since = duty.since(scene.awake()).value_or(scene.awake());
      if (masked <= std::max(since, answered)) masked = scene.awake();
      return;
    }
    answered = scene.awake();
    waiting = false;
    reported = false;
  }

  void judge(const Scene& scene) {
    const auto on_duty_since = duty.since(scene.awake());
    if (!on_duty_since || reported || !waiting) return;
    const Instant since = std::max(*on_duty_since, answered);
    const Instant due = since + silence_bound(scene.policy());
    if (masked <= since || masked > due || scene.awake() <= due) return;
    reported = true;
    scene.broken_since(
        due, fmt::format("no heartbeat was answered for {} ({}), and other answers with code 200 "
                         "hid it (heartbeat.answer_match)",
                         plan::print_duration(silence_bound(scene.policy())),
                         silence_source(scene.policy())));
  }

  HeartbeatDuty duty;
  core::AttemptId attempt{};   ///< whose answers count
  std::uint64_t ack_diff = 0;  ///< its mid
  Instant answered{};          ///< a heartbeat or ackDiff; in the process's time
  Instant masked{};            ///< when another answer came first; likewise
  bool waiting = false;        ///< a heartbeat went out since an answer came
  bool reported = false;       ///< until the next answer or change
};

}  // namespace

/// Bound: silence_bound() since the last answer to a heartbeat of this connection, or since
/// CONNECTED: heartbeat.timeout + kTimerSlack. The answer to ackDiff, which may come after
/// CONNECTED, is as good as a heartbeat's. Silence that nothing masks is the business of
/// silent_peer_noticed.
const CheckSpec& masked_silence() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "Heartbeats that stay unanswered are noticed, whatever else the server answers: the "
          "client leaves CONNECTED.",
      .bound = "heartbeat.timeout + 500ms; without one, 45.5s",
      .sees = HeartbeatDuty::kSees | kinds(RecordKind::send, RecordKind::received),
      .frames = frames(FrameKind::heartbeat, FrameKind::ack_diff, FrameKind::response),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
