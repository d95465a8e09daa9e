#pragma once

#include <cstdint>

#include "core/effect.hpp"
#include "core/input.hpp"
#include "core/policy.hpp"
#include "core/timers.hpp"

namespace fishtank::core {

/// What the connection knows of its one transport. An attempt id names each; only the current one
/// counts.
class Transport {
 public:
  enum class Phase : std::uint8_t {
    none,     ///< there is none
    opening,  ///< OpenTransport went out
    open,     ///< Opened came
    closing,  ///< CloseTransport went out, Closed has not come
  };

  Phase phase() const { return phase_; }
  AttemptId attempt() const { return attempt_; }
  bool is_open() const { return phase_ == Phase::open; }
  bool is_gone() const { return phase_ == Phase::none; }

  /// Whether an input of that attempt concerns the present transport.
  bool is_current(AttemptId attempt) const { return attempt == attempt_ && !is_gone(); }

  void open(Effects& out) {
    attempt_ = static_cast<AttemptId>(static_cast<std::uint32_t>(attempt_) + 1);
    phase_ = Phase::opening;
    out.push(OpenTransport{attempt_});
  }

  void opened() { phase_ = Phase::open; }

  /// Closes what is open or opening; it has reconnect.close_timeout for it.
  void close(std::uint16_t code, Instant now, const Policy& policy, Timers& timers, Effects& out) {
    if (phase_ != Phase::opening && phase_ != Phase::open) return;
    phase_ = Phase::closing;
    out.push(CloseTransport{.attempt = attempt_, .code = code});
    timers.arm(Timer::transport_close, later(now, policy.reconnect.close_timeout));
  }

  /// It did not close in time.
  void abort(Timers& timers, Effects& out) {
    if (!is_gone()) out.push(AbortTransport{attempt_});
    gone(timers);
  }

  /// It has ended by itself or as asked.
  void gone(Timers& timers) {
    phase_ = Phase::none;
    timers.disarm(Timer::transport_close);
  }

  bool operator==(const Transport&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(attempt_, phase_);
  }

 private:
  AttemptId attempt_{};
  Phase phase_ = Phase::none;
};

}  // namespace fishtank::core
