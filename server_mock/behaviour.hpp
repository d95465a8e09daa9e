#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/message.hpp"
#include "core/time.hpp"
#include "server_mock/by_user.hpp"
#include "server_mock/ids.hpp"
#include "server_mock/rate_limit.hpp"

/// What the server can be made to do wrong while a fault lasts. A behaviour is a value that says
/// how it treats each kind of traffic; a new one is a struct with treat() and an entry in
/// Behaviour.
namespace fishtank::server_mock {

inline constexpr std::int32_t kCodeOk = 200;
inline constexpr std::int32_t kCodeUnauthorised = 401;

/// What a behaviour can have a say in.
enum class Traffic : std::uint8_t {
  heartbeat_answer,
  other_answer,
  push,          ///< a sync package goes out; one that is withheld waits in custody
  notice,        ///< a kick or an application ping goes out
  pong,          ///< the library answers a WebSocket Ping
  close_answer,  ///< the library answers a close frame
  registration,  ///< whether /reg is accepted; its answer is an other_answer
};

/// How a push is broken.
enum class Malformation : std::uint8_t {
  not_json,         ///< a text that ends in the middle
  bad_base64,       ///< items whose data is no base64
  bad_msgpack,      ///< items whose data is no MessagePack
  unknown_shape,    ///< items of a shape that protocol.md 4 does not know
  missing_headers,  ///< the right items without headers
  missing_package,  ///< headers without a package
};

/// What becomes of it.
struct Treatment {
  bool withheld = false;        ///< it is not sent; nothing below matters then
  std::int32_t code = kCodeOk;  ///< heartbeat answers, registrations: the code instead of 200
  std::string_view reason;      ///< registrations: body.reason with such a code
  core::Duration delay{};       ///< answers: sent so much later
  std::optional<Malformation> malformed;  ///< pushes: one that is broken so goes out instead, and
                                          ///< they wait; no copies then
  std::int32_t copies = 1;                ///< pushes: sent so often in all
  core::Duration copies_after{};          ///< pushes: the time between them
  FaultId fault = kNoFault;  ///< who changed it last; kNoFault: it is sent as it should be
};

// Each treat() changes `treatment` and tells whether that made a difference.

/// Heartbeats get no answer, everything else lives.
struct PingSilence {
  bool treat(Traffic traffic, Treatment& treatment) const;
  bool operator==(const PingSilence&) const = default;
};

/// Heartbeats and requests are answered, pushes wait. The field's "heartbeat-ok, data-silent"
/// (protocol.md 4.5).
struct DataSilence {
  bool treat(Traffic traffic, Treatment& treatment) const;
  bool operator==(const DataSilence&) const = default;
};

/// Nothing at all is sent. Answers are lost, pushes wait.
struct Mute {
  bool treat(Traffic traffic, Treatment& treatment) const;
  bool operator==(const Mute&) const = default;
};

/// Heartbeats are answered with another code than 200.
struct HeartbeatError {
  std::int32_t code = 500;

  bool treat(Traffic traffic, Treatment& treatment) const;
  bool operator==(const HeartbeatError&) const = default;
};

/// Every answer comes so much later, in order. Of several, the slowest counts.
struct SlowReplies {
  core::Duration by{};

  bool treat(Traffic traffic, Treatment& treatment) const;
  bool operator==(const SlowReplies&) const = default;
};

/// /reg is refused; the connection stays open (protocol.md 4.5).
struct RejectRegistration {
  std::int32_t code = kCodeUnauthorised;
  std::string reason = "not auth";

  bool treat(Traffic traffic, Treatment& treatment) const;
  bool operator==(const RejectRegistration&) const = default;
};

/// The library answers no Pings; everything else lives.
struct PongSilence {
  bool treat(Traffic traffic, Treatment& treatment) const;
  bool operator==(const PongSilence&) const = default;
};

/// Pushes go out broken and wait to be sent as they are. Of several, the latest counts.
struct MalformedPush {
  Malformation how = Malformation::not_json;

  bool treat(Traffic traffic, Treatment& treatment) const;
  bool operator==(const MalformedPush&) const = default;
};

/// Pushes go out more than once. Of several, the one with the most copies counts.
struct DuplicatePush {
  std::int32_t copies = 2;
  core::Duration after{};

  bool treat(Traffic traffic, Treatment& treatment) const;
  bool operator==(const DuplicatePush&) const = default;
};

/// No more than so many upgrades are accepted in any second, counted over all users for whom the
/// same fault has it. It treats no traffic: Behaviours::turns_away() asks it.
struct AcceptRate {
  std::int64_t per_second = 1;

  bool treat(Traffic, Treatment&) const { return false; }
  bool operator==(const AcceptRate&) const = default;
};

/// Junk goes out to each session that is ready, so often a second. It treats no traffic: the server
/// sends it as long as this is at work.
struct Flood {
  enum class Of : std::uint8_t {
    notice,        ///< pushes with a system notice
    typing,        ///< pushes with a typing notice
    unknown_push,  ///< pushes on a path that nobody knows
    garbage,       ///< texts that are no frames
  };
  Of of = Of::notice;
  std::int64_t per_second = 1;

  bool treat(Traffic, Treatment&) const { return false; }
  bool operator==(const Flood&) const = default;
};

using Behaviour =
    std::variant<PingSilence, DataSilence, Mute, HeartbeatError, SlowReplies, RejectRegistration,
                 PongSilence, MalformedPush, DuplicatePush, AcceptRate, Flood>;

/// A behaviour at work.
struct Activation {
  FaultId fault = kNoFault;
  core::UserId user;  ///< whom it concerns; empty: all, even those not yet known by name
  Behaviour behaviour;

  bool operator==(const Activation&) const = default;
};

/// The behaviours at work. Activations overlap freely: ending one leaves the others
/// as they are, equal ones included.
class Behaviours {
 public:
  void begin(Activation activation);

  /// Ends one activation equal to this. There must be one: whoever ends it began it.
  void end(const Activation& activation);

  bool none() const { return active_.empty(); }

  /// Whether one equal to this is at work.
  bool at_work(const Activation& activation) const;

  /// What becomes of traffic to that user (empty: not known yet). The reason is valid until the
  /// next begin() or end().
  Treatment treat(Traffic traffic, const core::UserId& user) const;

  /// Whose AcceptRate is full for an upgrade of that user at `now`. Nothing: nobody's, and each
  /// that concerns him has counted it.
  std::optional<FaultId> turns_away(const core::UserId& user, core::Instant now);

  bool operator==(const Behaviours&) const = default;

 private:
  /// One fault's AcceptRate, however many activations share it.
  struct SharedLimit {
    RateLimit limit;
    std::uint32_t activations = 0;

    bool operator==(const SharedLimit&) const = default;
  };

  ByUser<Activation> active_;
  std::map<FaultId, SharedLimit> limits_;
};

}  // namespace fishtank::server_mock
