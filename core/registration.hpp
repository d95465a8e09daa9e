#pragma once

#include "core/frame.hpp"
#include "core/input.hpp"
#include "core/policy.hpp"

namespace fishtank::core {

/// The registration of one attempt (behaviour.md, "Opening and registering"): /reg, a wait,
/// ackDiff. It is finished when ackDiff was sent and /reg was answered 200, in whichever order.
class Registration {
 public:
  /// /reg was handed to the transport.
  void registering(const Mid& mid, SendId send) {
    *this = {};
    mid_ = mid;
    awaited_ = send;
  }

  /// ackDiff was handed to the transport.
  void acknowledging(SendId send) { awaited_ = send; }

  /// Which of its two frames the transport has taken.
  enum class Taken : std::uint8_t { none, reg, ack_diff };
  Taken sent(SendId send) {
    if (send == SendId{} || send != awaited_) return Taken::none;
    awaited_ = {};
    if (!reg_sent_) {
      reg_sent_ = true;
      return Taken::reg;
    }
    ack_diff_sent_ = true;
    return Taken::ack_diff;
  }

  /// Whether `send` is a frame of this registration that the transport has not taken yet.
  bool awaits(SendId send) const { return send != SendId{} && send == awaited_; }

  /// Whether this is the answer to /reg.
  bool asks_for(const Response& response) const {
    return !mid_.empty() && !answered_ && response.mid == mid_;
  }

  /// /reg was answered 200.
  void confirm() { answered_ = true; }

  bool finished(const Policy& policy) const {
    return ack_diff_sent_ && (answered_ || !policy.connect.confirm_registration);
  }

  bool operator==(const Registration&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(mid_, awaited_, reg_sent_, ack_diff_sent_, answered_);
  }

 private:
  Mid mid_;           ///< of /reg
  SendId awaited_{};  ///< the frame that the transport has not taken yet
  bool reg_sent_ = false;
  bool ack_diff_sent_ = false;
  bool answered_ = false;
};

}  // namespace fishtank::core
