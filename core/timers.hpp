#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/time.hpp"

namespace fishtank::core {

/// Everything a connection may wait for. At the same moment the one that stands first goes first:
/// what ends something before what begins something.
enum class Timer : std::uint8_t {
  stopping,           ///< stop or disable takes too long
  connect_timeout,    ///< the whole attempt takes too long
  heartbeat_silence,  ///< no heartbeat answer for too long
  keepalive_pong,     ///< no WebSocket Pong for too long
  silence_check,      ///< time to see whether anything came at all
  heartbeat_send,     ///< the transport does not take the heartbeat
  transport_close,    ///< the old transport does not close
  token_request,      ///< the token service does not answer
  login_request,      ///< the login service does not answer
  cookie_request,     ///< the cookie refresh does not end
  chat_answer,        ///< the server does not answer a chat message
  restart,            ///< tasks do not end; then: the time for the new life has come
  ack_diff,           ///< time to send ackDiff
  heartbeat,          ///< time for a heartbeat
  keepalive_ping,     ///< time for a WebSocket Ping
  proven,             ///< the connection has held long enough
  retry,              ///< time for the next attempt
  token_refresh,      ///< time for a new token
  cookie_check,       ///< time to see whether cookies are to be refreshed
  stuck,              ///< the state has lasted suspiciously long
};

inline constexpr std::size_t kTimers = static_cast<std::size_t>(Timer::stuck) + 1;

/// All timers of one connection in one table, so that the host needs a single one and none can be
/// stale: a timer that is not armed is not there.
class Timers {
 public:
  Timers() { at_.fill(kNever); }

  void arm(Timer timer, Instant at) {
    slot(timer) = at;
    if (timer == first_) {
      find_first();
    } else if (goes_before_first(timer)) {
      first_ = timer;
    }
  }

  void disarm(Timer timer) {
    if (armed(timer)) arm(timer, kNever);
  }

  void disarm_all() { *this = {}; }

  bool armed(Timer timer) const { return at(timer) != kNever; }
  Instant at(Timer timer) const { return at_[static_cast<std::size_t>(timer)]; }

  /// The earliest of all; kNever if none is armed.
  Instant next() const { return at(first_); }

  /// Takes the earliest timer that is due at `now` out of the table.
  std::optional<Timer> take_due(Instant now) {
    if (next() > now || next() == kNever) return std::nullopt;
    const Timer due = first_;
    disarm(due);
    return due;
  }

  bool operator==(const Timers&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(at_);
  }

 private:
  Instant& slot(Timer timer) { return at_[static_cast<std::size_t>(timer)]; }

  bool goes_before_first(Timer timer) const {
    return at(timer) < next() || (at(timer) == next() && timer < first_);
  }

  void find_first() {
    first_ = static_cast<Timer>(std::min_element(at_.begin(), at_.end()) - at_.begin());
  }

  std::array<Instant, kTimers> at_;
  Timer
      first_{};  ///< of those with the earliest moment; known, because it is asked for all the time
};

}  // namespace fishtank::core
