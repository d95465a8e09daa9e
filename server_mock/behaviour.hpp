#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/message.hpp"
#include "core/time.hpp"
#include "server_mock/by_user.hpp"
#include "server_mock/ids.hpp"

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
  registration,  ///< whether /reg is accepted; its answer is an other_answer
};

/// What becomes of it.
struct Treatment {
  bool withheld = false;        ///< it is not sent; nothing below matters then
  std::int32_t code = kCodeOk;  ///< heartbeat answers, registrations: the code instead of 200
  std::string_view reason;      ///< registrations: body.reason with such a code
  core::Duration delay{};       ///< answers: sent so much later
  FaultId fault = kNoFault;     ///< who changed it last; kNoFault: it is sent as it should be
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

using Behaviour =
    std::variant<PingSilence, DataSilence, Mute, HeartbeatError, SlowReplies, RejectRegistration>;

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

  /// What becomes of traffic to that user (empty: not known yet). The reason is valid until the
  /// next begin() or end().
  Treatment treat(Traffic traffic, const core::UserId& user) const;

  bool operator==(const Behaviours&) const = default;

 private:
  ByUser<Activation> active_;
};

}  // namespace fishtank::server_mock
