#pragma once

#include <optional>

#include "core/frame.hpp"
#include "core/input.hpp"
#include "core/policy.hpp"

namespace fishtank::core {

/// The registration of one attempt (behaviour.md, "Opening and registering"). Its requests follow
/// each other as connect.sequence says:
///   timed    /reg, a wait, ackDiff: finished when ackDiff was sent and /reg was answered, in
///            whichever order
///   awaited  /reg, getState, ackDiff, each after the answer to the one before: finished with the
///            last answer (protocol.md 3)
class Registration {
 public:
  enum class Request : std::uint8_t { reg, get_state, ack_diff };

  /// A request was handed to the transport; /reg begins a new registration.
  void sending(Request request, const Mid& mid, SendId send, const Policy& policy) {
    if (request == Request::reg) *this = {};
    request_ = request;
    awaited_ = send;
    if (request != Request::reg && !awaits_each_answer(policy)) return;
    mid_ = mid;
    answered_ = false;
  }

  /// The request that was handed over last.
  Request request() const { return request_; }

  /// The request that the transport has taken with this frame, if it is one.
  std::optional<Request> sent(SendId send) {
    if (!awaits(send)) return std::nullopt;
    awaited_ = {};
    return request_;
  }

  /// Whether `send` is a frame of this registration that the transport has not taken yet.
  bool awaits(SendId send) const { return send != SendId{} && send == awaited_; }

  /// Whether this is the answer that is waited for.
  bool asks_for(const Response& response) const {
    return !mid_.empty() && !answered_ && response.mid == mid_;
  }

  /// It came, and is good enough.
  void answered() { answered_ = true; }

  bool finished(const Policy& policy) const {
    if (request_ != Request::ack_diff) return false;
    if (awaits_each_answer(policy)) return answered_;
    const bool sent = awaited_ == SendId{};
    return sent && (answered_ || !policy.connect.confirm_registration);
  }

  bool operator==(const Registration&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(request_, mid_, awaited_, answered_);
  }

 private:
  static bool awaits_each_answer(const Policy& policy) {
    return policy.connect.sequence == RegistrationSequence::awaited;
  }

  Request request_ = Request::reg;
  Mid mid_;           ///< of the request whose answer is waited for
  SendId awaited_{};  ///< the frame that the transport has not taken yet
  bool answered_ = false;
};

}  // namespace fishtank::core
