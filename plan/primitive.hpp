#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/input.hpp"
#include "core/time.hpp"

/// The small set of things that can be done to a world, virtual or live. A fault is a schedule of
/// them and nothing else: a world applies a primitive when its step begins and takes it back when
/// the step, the fault or the run's faults end. So healing is derived and never a list, and a new
/// fault needs no new code in any world.
namespace fishtank::plan {

using core::Duration;

/// Which way bytes go. Up: from the client to the server.
enum class Direction : std::uint8_t { up, down, both };

// ---- a client's stream ------------------------------------------------------------------------

/// Bytes wait where they are (a stuck proxy). They arrive, in order, when it is taken back.
struct Hold {
  Direction direction = Direction::both;
  bool operator==(const Hold&) const = default;
};

/// Packets vanish, on every connection of the client, TCP handshakes and services included. TCP
/// sends them again with doubling timeouts, so after the end data arrives with the next try.
struct Blackhole {
  Direction direction = Direction::both;
  bool operator==(const Blackhole&) const = default;
};

/// Bytes arrive later: by `add`, and by up to `jitter` more, drawn for each write. Order is kept.
struct Delay {
  Direction direction = Direction::both;
  Duration add{};
  Duration jitter{};
  bool operator==(const Delay&) const = default;
};

/// No more than so many bytes a second pass.
struct Limit {
  Direction direction = Direction::both;
  std::int64_t bytes_per_second = 0;  ///< greater than 0
  bool operator==(const Limit&) const = default;
};

/// So many of a million segments are lost. The application sees a retransmission's delay.
struct Lose {
  Direction direction = Direction::both;
  std::uint32_t parts_per_million = 0;
  bool operator==(const Lose&) const = default;
};

/// The open connections end at once. Only its beginning matters.
struct Cut {
  enum class How : std::uint8_t { reset, fin };
  How how = How::reset;
  bool operator==(const Cut&) const = default;
};

/// The server's host forgets the open connections and stays silent (power loss, NAT entry gone):
/// what is sent is swallowed. When it is taken back, the next packet of the client gets a reset.
struct Orphan {
  bool operator==(const Orphan&) const = default;
};

// ---- the listener a client connects to --------------------------------------------------------

/// How new connections are met.
struct Answer {
  enum class With : std::uint8_t {
    refuse,       ///< RST
    nothing,      ///< SYNs vanish
    silence,      ///< TCP opens, the upgrade is never answered
    status,       ///< the upgrade is answered with `status`
    slowness,     ///< the upgrade is answered `by` later
    no_address,   ///< the name cannot be resolved
    tls_failure,  ///< the TLS handshake fails
  };
  With with = With::refuse;
  std::int32_t status = 503;
  Duration by{};
  bool operator==(const Answer&) const = default;
};

// ---- the server -------------------------------------------------------------------------------

/// What the server does while it lasts; the last four act at the beginning only.
struct ServerBehaviour {
  enum class Kind : std::uint8_t {
    ping_silence,         ///< heartbeats are not answered
    data_silence,         ///< heartbeats are answered, nothing is delivered
    mute,                 ///< nothing is sent at all
    heartbeat_error,      ///< heartbeats are answered with `code`
    slow_replies,         ///< every answer comes `by` later
    reject_registration,  ///< /reg is answered with `code`
    down,                 ///< the process is gone: connections cut, new ones refused
    kick,                 ///< a kick push, then the session is over
    expire_token,         ///< the token of the session is no longer good
    close,                ///< a close frame with `code` and `reason`
  };
  Kind kind = Kind::mute;
  std::int32_t code = 0;
  Duration by{};
  std::string reason = {};
  bool operator==(const ServerBehaviour&) const = default;
};

// ---- the services -----------------------------------------------------------------------------

enum class Service : std::uint8_t { token, cookie, login };

/// The service answers so while it lasts. Without an outcome it is only slow.
struct ServiceBehaviour {
  Service service = Service::token;
  std::optional<core::ServiceOutcome> outcome = std::nullopt;
  Duration by{};  ///< added to each answer
  bool operator==(const ServiceBehaviour&) const = default;
};

// ---- the client's host ------------------------------------------------------------------------

/// The client's process is suspended: it sees nothing and no timer of it runs; its kernel lives.
struct Freeze {
  bool operator==(const Freeze&) const = default;
};

/// The client's calendar jumps. Only its beginning matters.
struct JumpClock {
  Duration by{};
  bool operator==(const JumpClock&) const = default;
};

using Primitive = std::variant<Hold, Blackhole, Delay, Limit, Lose, Cut, Orphan, Answer,
                               ServerBehaviour, ServiceBehaviour, Freeze, JumpClock>;

/// A primitive within the life of a fault.
struct Step {
  Duration after{};                               ///< since the fault's beginning
  std::optional<Duration> length = std::nullopt;  ///< none: until the fault ends
  Primitive primitive = {};

  bool operator==(const Step&) const = default;
};

}  // namespace fishtank::plan
