#include <fmt/format.h>

#include <optional>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::FrameKind;

struct Watch {
  static constexpr std::string_view kName = "app_ping_answered";

  void see(const Record& record, const Scene& scene) {
    if (record.kind == RecordKind::open_transport) {
      attempt = attempt_of(record);
      return;
    }
    if (attempt_of(record) != attempt) return;
    judge(scene);
    switch (record.kind) {
      case RecordKind::received:
        if (!waiting_since) waiting_since = scene.awake();
        return;
      case RecordKind::send: waiting_since.reset(); return;
      default: waiting_since.reset(); attempt = {};  // nobody listens any more
    }
  }

  void finish(const Scene& scene) { judge(scene); }

  void judge(const Scene& scene) {
    if (!waiting_since || scene.awake() - *waiting_since <= kTimerSlack) return;
    scene.broken_since(
        *waiting_since + kTimerSlack,
        fmt::format("{{\"type\":\"ping\"}} was not answered within {}; a pong goes out at once "
                    "(inbox.answers_app_ping)",
                    plan::print_duration(kTimerSlack)));
    waiting_since.reset();
  }

  core::AttemptId attempt{};             ///< whose frames are listened to; 0: none's
  std::optional<Instant> waiting_since;  ///< in the process's time; pings that wait are one
};

}  // namespace

/// Bound: at once, which is kTimerSlack, unless the connection ends before.
const CheckSpec& app_ping_answered() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about = "The server's {\"type\":\"ping\"} is answered with {\"type\":\"pong\"} at once.",
      .bound = "500ms, whatever the policy",
      .sees = kinds(RecordKind::open_transport, RecordKind::received, RecordKind::send,
                    RecordKind::close_transport, RecordKind::abort_transport, RecordKind::closed),
      .frames = frames(FrameKind::app_ping, FrameKind::app_pong),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
