#pragma once

#include <array>
#include <cstdint>

#include "core/policy.hpp"
#include "core/time.hpp"

/// What a server may expect of a client, in numbers that it can measure on its own side of the
/// wire. Every bound has room for a real network and a busy machine on top of what the policy says.
namespace fishtank::onlooker {

using core::Duration;
using core::Instant;

/// On top of every bound on how late something may arrive: retransmissions, a slow path, a client
/// on a machine that has other things to do. (Ours: no seed gives a number.)
inline constexpr Duration kNetworkSlack = core::seconds(3);

struct Expected {
  // ---- heartbeats ----
  /// Between two heartbeats of a registered session (heartbeat.interval); kOff: it sends none.
  Duration heartbeat_interval = core::seconds(15);
  /// By so much a heartbeat may be late: heartbeat.retry_delay where that is longer than the
  /// interval, heartbeat.send_timeout, timers, kNetworkSlack.
  Duration heartbeat_tolerance = core::milliseconds(5500);
  /// From the registration to the first heartbeat: the answer, ackDiff and its answer may take
  /// until connect.timeout; then the interval.
  Duration first_heartbeat_within = core::milliseconds(50'500);
  /// A cookie refresh may make one gap longer by so much (cookie.refresh_timeout, if
  /// cookie.pauses_heartbeat); kOff: there is none.
  Duration heartbeat_pause = core::seconds(180);
  /// The next such gap is not sooner after the last one (cookie.refresh_interval, less the
  /// cookie.check_interval).
  Duration heartbeat_pause_every = core::seconds(1'140);
  /// From the first unanswered heartbeat until the client has left: heartbeat.timeout, for a policy
  /// without one xianyu-live's; reconnect.close_timeout, timers, kNetworkSlack.
  Duration leave_within = core::milliseconds(35'500);
  /// Any answer is a sign of life of the server (heartbeat.answer_match: any_200); false: only that
  /// to a heartbeat.
  bool any_answer_counts = true;

  // ---- sessions ----
  /// From the upgrade to /reg: connect.timeout, by which the attempt is over; kNetworkSlack.
  Duration register_within = core::seconds(33);
  /// From a push to its acknowledgement (ours: nothing delays one but the way); kOff: the policy
  /// acknowledges nothing.
  Duration ack_within = core::seconds(10);
  /// From the server's Ping to the client's Pong: the time that the library under the clients of
  /// the seeds gives its peer (protocol.md 1).
  Duration pong_within = core::seconds(20);
  /// From the server's {"type":"ping"} to the client's {"type":"pong"} (ours: as ack_within). kOff:
  /// the policy leaves messages to its application, pings included: it acknowledges nothing either.
  Duration app_pong_within = core::seconds(10);
  /// So long after a new connection the old one may still be heard from: reconnect.close_timeout,
  /// kNetworkSlack.
  Duration overlap = core::seconds(5);

  // ---- coming back ----
  /// From the end that the server made to the next upgrade: the shortest of the delays after one
  /// failure, less a tenth (0.5 s at most). Jitter and the way only add.
  Duration least_reconnect_delay = core::milliseconds(2'700);
  /// The same when the client may be at its failure limit, where a login or a new life comes
  /// instead of a delay: the shorter of recovery.retry_delay and recovery.restart_delay.
  Duration least_recovery_delay = core::milliseconds(450);
  /// The delays by FailureClass; the server does not know the class, so the shortest counts.
  std::array<core::RetryDelay, core::kFailureClasses> delays{};
  /// reconnect.max_failures; 0: no limit.
  std::int32_t max_failures = 5;
  /// A client that was served has no failures behind it; false: it forgets them later
  /// (reconnect.failure_reset: when_proven, at_message), so it may be at its limit.
  bool served_is_proof = true;
  /// At the limit there is a login or a new life; false: the client is to give up.
  bool recovers = true;
  /// From an end that the server or a fault made to the next upgrade: whatever it takes to be
  /// CONNECTED again (trace::convergence_bound), kNetworkSlack.
  Duration back_within = core::minutes(10);
  /// So many upgrades within hot_window and not one more (as trace's hot_loop, whatever the
  /// policy).
  int hot_connects = 5;
  Duration hot_window = core::seconds(10);

  // ---- the onlooker's trust in the connection ----
  /// A connection that has not ended is held to have the client at its other end, so what is
  /// missing is missing at once: true of a loopback and of a network that is whole. False: it needs
  /// a frame or a Pong that comes after the bound; a host that vanished is accused of nothing.
  bool open_means_alive = true;
  /// False, but the server gives a connection up whose peer acknowledges nothing for less than this
  /// (TCP's user timeout): then one that is open so long after a Ping had the client's host at its
  /// other end, which took it, and what was due by that Ping is missing. kOff: it does not.
  Duration gone_within = core::kOff;

  bool operator==(const Expected&) const = default;
};

/// The shortest delay after so many failures in a row: of whatever class, which the server does not
/// know.
Duration least_wait(const Expected& expected, std::uint64_t failures);

/// What a client with that policy keeps to. A defect that a policy has by choice (D-2, D-3, D-15,
/// D-18) is expected of nobody.
Expected expected_of(const core::Policy& policy);

}  // namespace fishtank::onlooker
