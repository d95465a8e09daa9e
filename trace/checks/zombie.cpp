#include <fmt/format.h>

#include <algorithm>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/heartbeat_duty.hpp"
#include "trace/server_session.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

struct Watch {
  static constexpr std::string_view kName = "zombie";

  void see(const Record& record, const Scene& scene) {
    if (record.kind == RecordKind::received) {
      if (session.held()) return;
      judge(scene);
      // What comes in after the session's end was on its way. If there never was one, whatever
      // comes in does not make the connection any better.
      if (session.over()) alone_since = scene.awake();
      return;
    }
    judge(scene);
    duty.see(record, scene);
    const bool held = session.held();
    if ((kinds(record.kind) & ServerSession::kSees) != 0) session.see(record);
    if (held == session.held()) return;
    alone_since = scene.awake();
    reported = false;
  }

  void finish(const Scene& scene) { judge(scene); }

  void judge(const Scene& scene) {
    const auto on_duty_since = duty.since(scene.awake());
    if (!on_duty_since || session.held() || reported) return;
    const Duration bound = silence_bound(scene.policy());
    const Instant due = std::max(*on_duty_since, alone_since) + bound;
    if (scene.awake() <= due) return;
    reported = true;
    scene.broken_since(due,
                       fmt::format("CONNECTED for {} without a session at the server; silence "
                                   "has to be noticed by then ({})",
                                   plan::print_duration(bound), silence_source(scene.policy())));
  }

  HeartbeatDuty duty;
  ServerSession session;
  Instant alone_since{};  ///< in the process's time
  bool reported = false;  ///< until the next session
};

}  // namespace

/// Bound: silence_bound(), as in silent_peer_noticed, since the session ended and the last that was
/// on its way came in. A client that has nothing to notice silence by gets the documented 30 s and
/// 15 s of grace.
const CheckSpec& zombie() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "No connection looks alive and is dead: a client is not CONNECTED for long while "
          "the server holds no registered session of it.",
      .bound =
          "heartbeat.timeout + 500ms; without heartbeats, that of the silence monitor or the "
          "keepalive; without any of them, 45.5s",
      .sees = HeartbeatDuty::kSees | ServerSession::kSees | kinds(RecordKind::received),
      .watch = watch<Watch>(),
      .needs_server = true,
  };
  return spec;
}

}  // namespace fishtank::trace::check
