#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "trace/record.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace {

/// Since when a client has had to keep its heartbeat going: from CONNECTED until it leaves that
/// state or is told to stop. A cookie refresh interrupts it for cookie.refresh_timeout at most, if
/// cookie.pauses_heartbeat (behaviour.md, "Token and cookie"); where there is none, there is
/// nothing to interrupt.
class HeartbeatDuty {
 public:
  static constexpr KindSet kSees =
      kinds(RecordKind::state_changed, RecordKind::stop, RecordKind::account_enabled,
            RecordKind::refresh_cookie, RecordKind::cookie_result);

  void see(const Record& record, const Scene& scene) {
    switch (record.kind) {
      case RecordKind::state_changed:
        on_duty_ = state_to(record) == core::State::connected;
        since_ = scene.awake();
        return;
      case RecordKind::account_enabled:
        if (record.detail == 0) on_duty_ = false;
        return;
      case RecordKind::stop: on_duty_ = false; return;
      case RecordKind::refresh_cookie: {
        const core::Policy& policy = scene.policy();
        const bool sends = policy.heartbeat.interval != core::kOff;
        if (sends && policy.cookie.pauses_heartbeat) {
          paused_until_ = scene.awake() + policy.cookie.refresh_timeout;
        }
        refresh_ = record.a;
        return;
      }
      case RecordKind::cookie_result:
        if (record.a == refresh_) paused_until_ = std::min(paused_until_, scene.awake());
        return;  // that of an older refresh ends nothing
      default: return;
    }
  }

  /// In the process's time; empty while there is no such duty.
  std::optional<Instant> since(Instant awake) const {
    const Instant since = std::max(since_, paused_until_);
    if (!on_duty_ || since > awake) return std::nullopt;
    return since;
  }

 private:
  bool on_duty_ = false;
  Instant since_{};
  Instant paused_until_{};
  std::uint64_t refresh_ = 0;  ///< the call under way
};

}  // namespace fishtank::trace
