#pragma once

#include <cstdint>
#include <vector>

#include "core/frame.hpp"
#include "core/input.hpp"
#include "core/policy.hpp"
#include "core/timers.hpp"

namespace fishtank::core {

/// The heartbeat of one connection (behaviour.md, "Heartbeat"). It lives from CONNECTED, or from
/// when the transport is open (heartbeat.begins), until the connection is lost and keeps three
/// timers:
///   heartbeat          the next one is due
///   heartbeat_send     the transport is taking too long over the one handed to it
///   heartbeat_silence  no answer for heartbeat.timeout
/// Whoever owns it sends the frame, and ends the connection when a verdict says so.
class HeartbeatMachine {
 public:
  /// What follows from a send that failed.
  enum class Verdict : std::uint8_t {
    retry,    ///< again in heartbeat.retry_delay
    give_up,  ///< heartbeat.max_send_failures in a row
  };

  /// Silence counts from here; the first one is due at once or in an interval (heartbeat.first).
  /// Without an interval there is no heartbeat, so no answer to one is missed either.
  void begin(Instant now, const Policy& policy, Timers& timers);

  /// The connection is over, or the heartbeat is given up.
  void end(Timers& timers);

  /// Cookies are being refreshed: nothing is sent and silence does not count. Afterwards the next
  /// one goes out at once if it was due meanwhile, and silence counts anew.
  void pause(Timers& timers);
  void resume(Instant now, const Policy& policy, Timers& timers);

  /// One was handed to the transport.
  void sending(const Mid& mid, SendId send, Instant now, const Policy& policy, Timers& timers);

  /// The transport took it: the next is due in heartbeat.interval. False: it is another frame's, or
  /// that of a heartbeat whose sending took too long.
  bool sent(SendId send, Instant now, const Policy& policy, Timers& timers);

  /// Whether `send` is the heartbeat that the transport has not taken yet.
  bool awaits(SendId send) const { return send != SendId{} && send == awaited_; }

  /// The transport did not take it, in time or at all.
  Verdict send_failed(Instant now, const Policy& policy, Timers& timers);

  /// A frame with code 200 came: whether it counts as an answer.
  bool answered(const Mid& mid, Instant now, const Policy& policy, Timers& timers);

  bool running() const { return running_; }
  bool paused() const { return paused_; }
  std::int32_t send_failures() const { return send_failures_; }

  /// Heartbeats that were answered by their own mid since begin(). Counted only if the policy
  /// asks for mids, be it as answers or as proof (FailureReset::when_proven).
  std::int32_t proofs() const { return proofs_; }

  bool operator==(const HeartbeatMachine&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(running_, paused_, awaited_, send_failures_, proofs_, due_when_paused_, unanswered_);
  }

 private:
  void await_answer(Instant now, const Policy& policy, Timers& timers);

  bool running_ = false;
  bool paused_ = false;
  SendId awaited_{};                ///< the one that the transport has not taken yet
  std::int32_t send_failures_ = 0;  ///< in a row
  std::int32_t proofs_ = 0;
  Instant due_when_paused_{};    ///< when the next one was due as the pause began
  std::vector<Mid> unanswered_;  ///< the latest few, if the policy asks for mids
};

}  // namespace fishtank::core
