#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// The states of a connection and the one table of their legal transitions. The machine, the
/// check `legal_transitions` and the diagram in docs/architecture.md read the same table.
/// Source: behaviour.md, "States" (S0, S1, S2).
namespace fishtank::core {

enum class State : std::uint8_t {
  disconnected,
  connecting,
  connected,
  reconnecting,
  failed,
  closed,
};

inline constexpr int kStates = 6;

/// Why a state changed. Each reason has one text, which is what people read.
enum class Reason : std::uint8_t {
  started,               ///< start
  cannot_begin,          ///< the very first attempt cannot even be begun
  registered,            ///< transport open and registration finished
  attempt_failed,        ///< the attempt failed, failures < limit
  connection_lost,       ///< the transport closed under a connected client
  heartbeat_timeout,     ///< no heartbeat answer within heartbeat.timeout
  heartbeat_given_up,    ///< heartbeat.max_failures sends failed in a row
  keepalive_timeout,     ///< no WebSocket Pong within keepalive.timeout
  kicked,                ///< the server said that the session is over
  new_token,             ///< a refreshed token is to be used
  retry_delay_over,      ///< the wait before the next attempt ended
  failure_limit,         ///< failures reached the limit
  authentication_error,  ///< an error that no retry can mend
  recovered,             ///< password login succeeded, failures back to 0
  instance_restart,      ///< a new life: fresh counters, same account
  account_disabled,
  stopped,
  silence,              ///< nothing came for silence.timeout
  taken_as_registered,  ///< the transport is open, and an earlier connection was registered (D-18)
  clean_close,          ///< a normal close, answered by the next attempt at once (D-3)
};

inline constexpr int kReasons = 20;

/// How loudly a state change is reported (S1, S2).
enum class Level : std::uint8_t { info, success, warning, error };

/// One arrow of the diagram.
struct Transition {
  State from;
  State to;
  std::string_view when;  ///< the condition that takes it, in the words of behaviour.md
};

/// All arrows, in the order of behaviour.md. "any to CLOSED" stands there once for each state.
std::span<const Transition> transitions();

/// Whether the table has the arrow. A change to the same state is no change and no arrow.
bool is_legal(State from, State to);

/// FAILED error, RECONNECTING warning, CONNECTED success, others info.
Level level_of(State entered);

std::string_view name(State state);    ///< "CONNECTED": as the seeds write it
std::string_view name(Reason reason);  ///< "heartbeat timeout"
std::string_view name(Level level);    ///< "warning"

}  // namespace fishtank::core
