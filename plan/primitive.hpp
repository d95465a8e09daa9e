#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/frame.hpp"
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

/// The server sends a frame that breaks a rule of WebSocket. The library of whoever receives it
/// ends the connection with the close code of that rule. Only its beginning matters.
struct BadFrame {
  enum class Kind : std::uint8_t {
    reserved_bits,       ///< RSV1 without an extension (RFC 6455 5.2): 1002
    bad_opcode,          ///< an opcode that nothing defines (5.2): 1002
    masked,              ///< masked by a server (5.1): 1002
    long_control,        ///< a Ping with more than 125 bytes (5.5): 1002
    stray_continuation,  ///< the continuation of a message that never began (5.4): 1002
    invalid_utf8,        ///< a text that is no UTF-8 (8.1): 1007
    oversize,            ///< `size` bytes of text: 1009, if the client takes no messages that long
  };
  Kind kind = Kind::reserved_bits;
  std::int64_t size = 0;  ///< bytes
  bool operator==(const BadFrame&) const = default;
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

/// What the server does while it lasts; the last three act at the beginning only.
struct ServerBehaviour {
  enum class Kind : std::uint8_t {
    ping_silence,         ///< heartbeats are not answered
    pong_silence,         ///< WebSocket Pings are not answered
    data_silence,         ///< heartbeats are answered, nothing is delivered
    mute,                 ///< nothing is sent at all
    heartbeat_error,      ///< heartbeats are answered with `code`
    slow_replies,         ///< every answer comes `by` later
    reject_registration,  ///< /reg is answered with `code` and `reason`
    down,                 ///< the process is gone: connections cut, new ones refused
    expire_token,         ///< the token of the session is no longer good
    close,                ///< a close frame with `code` and `reason`
  };
  Kind kind = Kind::mute;
  std::int32_t code = 0;
  Duration by{};
  std::string reason = {};
  bool operator==(const ServerBehaviour&) const = default;
};

/// A kick push, then the session is over. Only its beginning matters.
struct Kick {
  core::KickPath path = core::KickPath::kickout;
  bool close = false;  ///< the server closes the connection after it (1000)
  bool operator==(const Kick&) const = default;
};

/// So many upgrades are accepted in any second, counted over all clients that one fault concerns;
/// the others are answered with 503.
struct AcceptRate {
  std::int64_t per_second = 0;  ///< greater than 0
  bool operator==(const AcceptRate&) const = default;
};

/// Each push goes out `copies` times.
struct DuplicatePushes {
  std::int32_t copies = 2;  ///< in all, each with a mid of its own
  Duration after{};         ///< between them
  bool operator==(const DuplicatePushes&) const = default;
};

/// Each push goes out broken, and its messages wait until it is over to be sent as they are.
struct MalformPushes {
  enum class Kind : std::uint8_t {
    not_json,         ///< a text that ends in the middle
    bad_base64,       ///< messages whose data is no base64
    bad_msgpack,      ///< messages whose data is no MessagePack
    unknown_shape,    ///< messages of a shape that no client knows
    missing_headers,  ///< the right messages without headers, so without a mid
    missing_package,  ///< headers without messages
  };
  Kind kind = Kind::not_json;
  bool operator==(const MalformPushes&) const = default;
};

/// Junk comes in at a steady rate while the client is registered. What finds no room in the
/// connection's buffers is never sent.
struct Flood {
  enum class Of : std::uint8_t {
    notice,        ///< pushes with a system notice
    typing,        ///< pushes with a typing notice
    unknown_push,  ///< pushes on a path that nobody knows
    garbage,       ///< texts that are no frames
  };
  Of of = Of::notice;
  std::int64_t per_second = 0;  ///< for each client; greater than 0
  bool operator==(const Flood&) const = default;
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

using Primitive = std::variant<Hold, Blackhole, Delay, Limit, Lose, Cut, Orphan, BadFrame, Answer,
                               ServerBehaviour, Kick, AcceptRate, DuplicatePushes, MalformPushes,
                               Flood, ServiceBehaviour, Freeze, JumpClock>;

/// A primitive within the life of a fault.
struct Step {
  Duration after{};                               ///< since the fault's beginning
  std::optional<Duration> length = std::nullopt;  ///< none: until the fault ends
  Primitive primitive = {};

  bool operator==(const Step&) const = default;
};

}  // namespace fishtank::plan
