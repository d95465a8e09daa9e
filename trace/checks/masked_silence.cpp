#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/heartbeat_duty.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::FrameKind;

/// The mids of the latest requests that wait for their answer. Answers come in order, so one that
/// comes settles all that were asked before it.
class Asked {
 public:
  void ask(core::AttemptId attempt, std::uint64_t mid) {
    if (attempt != attempt_) count_ = 0;
    attempt_ = attempt;
    if (count_ == mids_.size()) forget(1);
    mids_[count_++] = short_name(mid);
  }

  /// Whether it was asked for.
  bool settle(core::AttemptId attempt, std::uint64_t mid) {
    if (attempt != attempt_) return false;
    const auto end = mids_.begin() + count_;
    const auto match = std::find(mids_.begin(), end, short_name(mid));
    if (match == end) return false;
    forget(static_cast<std::uint8_t>(match - mids_.begin() + 1));
    return true;
  }

  bool of(core::AttemptId attempt) const { return attempt == attempt_; }
  bool empty() const { return count_ == 0; }

 private:
  static std::uint32_t short_name(std::uint64_t mid) { return static_cast<std::uint32_t>(mid); }

  void forget(std::uint8_t oldest) {
    std::copy(mids_.begin() + oldest, mids_.begin() + count_, mids_.begin());
    count_ = static_cast<std::uint8_t>(count_ - oldest);
  }

  core::AttemptId attempt_{};
  std::array<std::uint32_t, 8> mids_{};
  std::uint8_t count_ = 0;
};

struct Watch {
  static constexpr std::string_view kName = "masked_silence";

  void see(const Record& record, const Scene& scene) {
    if (scene.policy().heartbeat.interval == core::kOff) return;
    judge(scene);
    switch (record.kind) {
      case RecordKind::send: return asked.ask(attempt_of(record), record.b);
      case RecordKind::received: return see_answer(record, scene);
      default: duty.see(record, scene); reported = false;
    }
  }

  void finish(const Scene& scene) {
    if (scene.policy().heartbeat.interval != core::kOff) judge(scene);
  }

  void see_answer(const Record& record, const Scene& scene) {
    if (frame_refused(record.detail) || !asked.of(attempt_of(record))) return;
    if (asked.settle(attempt_of(record), record.b)) {
      answered = scene.awake();
      reported = false;
    } else {
      masked = scene.awake();
    }
  }

  void judge(const Scene& scene) {
    const auto on_duty_since = duty.since(scene.awake());
    if (!on_duty_since || reported || asked.empty()) return;
    const Instant since = std::max(*on_duty_since, answered);
    const Instant due = since + silence_bound(scene.policy());
    if (masked <= since || scene.awake() <= due) return;
    reported = true;
    scene.broken_since(
        due, fmt::format("no heartbeat was answered for {} ({}), and other answers with code 200 "
                         "hid it (heartbeat.answer_match)",
                         plan::print_duration(silence_bound(scene.policy())),
                         silence_source(scene.policy())));
  }

  HeartbeatDuty duty;
  Asked asked;
  Instant answered{};     ///< a heartbeat; in the process's time
  Instant masked{};       ///< when another answer came; likewise
  bool reported = false;  ///< until the next answer or change
};

}  // namespace

/// Bound: silence_bound() since the last answer to a heartbeat, by its mid, or since CONNECTED:
/// heartbeat.timeout + kTimerSlack. The answer to ackDiff, which may come after CONNECTED, is as
/// good as a heartbeat's. Silence that nothing masks is the business of silent_peer_noticed.
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
