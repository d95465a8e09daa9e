#include <fmt/format.h>

#include "plan/units.hpp"
#include "trace/losses.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::Reason;
using core::State;

struct Watch {
  static constexpr std::string_view kName = "fresh_connection_gets_its_time";

  void see(const Record& record, const Scene& scene) {
    if (record.kind == RecordKind::opened) {
      opened_at = scene.at();
      return;
    }
    if (state_to(record) == State::connected) connected_at = scene.at();
    if (state_from(record) != State::connected) return;
    const core::Policy& policy = scene.policy();
    switch (reason_of(record)) {
      case Reason::heartbeat_timeout: return judge_heartbeat(policy, scene);
      case Reason::silence:
        return judge(connected_at, policy.silence.timeout, "silence.timeout", scene);
      case Reason::keepalive_timeout:
        return judge(opened_at, policy.keepalive.interval + policy.keepalive.timeout,
                     "keepalive.interval and keepalive.timeout", scene);
      default: return;
    }
  }
  void finish(const Scene&) {}

  /// Heartbeats that begin with the transport may be missed from then on.
  void judge_heartbeat(const core::Policy& policy, const Scene& scene) const {
    const bool early = policy.heartbeat.begins == core::HeartbeatBegins::at_open;
    judge(early ? opened_at : connected_at, policy.heartbeat.timeout, "heartbeat.timeout", scene);
  }

  static void judge(Instant since, Duration least, std::string_view field, const Scene& scene) {
    const Duration held = scene.at() - since;
    if (held >= least) return;
    scene.broken(
        fmt::format("given up for silence after {}; a connection may be silent for {} "
                    "({}) since it began, whatever was before it",
                    plan::print_duration(held), plan::print_duration(least), field));
  }

  Instant opened_at{};
  Instant connected_at{};
};

}  // namespace

/// Bound: what the policy allows of silence, counted from CONNECTED, or from the opening for what
/// begins with it: heartbeat.timeout, silence.timeout, keepalive.interval + keepalive.timeout.
const CheckSpec& fresh_connection_gets_its_time() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "A connection is not given up for silence before it has been there for as long as it "
          "may be silent: the silence of an older one is not held against it.",
      .bound = "heartbeat.timeout, silence.timeout, or keepalive.interval + keepalive.timeout",
      .sees = kinds(RecordKind::opened, RecordKind::state_changed),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
