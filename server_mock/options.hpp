#pragma once

#include <cstdint>

#include "core/time.hpp"

namespace fishtank::server_mock {

/// How a server is set up for a run. What it does wrong meanwhile is a behaviour (behaviour.hpp).
struct Options {
  /// The server's calendar at core::kStart; it never jumps.
  core::WallTime wall_at_start{1'760'000'000'000};

  /// How long a token is good; 24 h is the service's accessTokenExpiredTime (protocol.md 5).
  core::Duration token_lifetime = core::hours(24);

  /// Whether /reg needs a token that was issued to that device and is still good. Off, whoever
  /// comes with a device id is let in, as a client with a made-up token wants it.
  bool checks_token = true;

  /// Zero: off. A push that has not been acknowledged for so long on a live session is sent again.
  core::Duration redelivery_timeout{};

  /// Whether a client that leaves a push unacknowledged for `ack_timeout` is disconnected. Off,
  /// because the evidence that the real server does so is thin (protocol.md 2.1).
  bool enforces_acks = false;
  core::Duration ack_timeout = core::seconds(30);

  /// The time the token, cookie and login services take for an answer.
  core::Duration service_time = core::milliseconds(20);

  /// Zero: off. Each session gets {"type":"ping"} so often, first so long after it was accepted
  /// (the seed 003 dialect; protocol.md 4.5).
  core::Duration app_ping_interval{};

  /// At most so many upgrades are accepted in any second, by all users together; 0: no limit.
  std::int64_t accept_rate = 0;

  /// At most so many tokens are given out in any second, to all users together; the other requests
  /// are answered as a captcha (RGV587, protocol.md 5). 0: no limit.
  std::int64_t token_rate = 0;

  bool operator==(const Options&) const = default;
};

}  // namespace fishtank::server_mock
