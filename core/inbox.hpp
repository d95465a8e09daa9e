#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/effect.hpp"
#include "core/message.hpp"
#include "core/policy.hpp"
#include "core/recent_ids.hpp"

namespace fishtank::core {

/// Pushed messages on their way to the application (behaviour.md, "Messages in"): what was seen
/// before or is too old is discarded, the rest is delivered, so many at a time and in order.
class Inbox {
 public:
  /// A message came in. `wall` is what the calendar shows: ages are measured with it.
  void receive(const PushItem& message, Instant now, WallTime wall, const Policy& policy,
               Effects& out);

  /// The application finished one: the next may go. False: that handler was cancelled.
  bool handled(HandlerId handler, const Policy& policy, Effects& out);

  /// Handlers are cancelled; who waits for one is discarded.
  void cancel(Effects& out);

  bool idle() const { return running_ == 0; }
  std::int32_t running() const { return running_; }

  bool operator==(const Inbox&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(running_, last_handler_, cancelled_to_, waiting_.size(), seen_);
  }

 private:
  std::optional<Discard> reason_to_discard(const PushItem& message, Instant now, WallTime wall,
                                           const Policy& policy);
  bool is_known(const ChatMessage& chat, Instant now, const Policy& policy);
  void deliver(PushItem message, Effects& out);

  std::int32_t running_ = 0;
  HandlerId last_handler_{};
  HandlerId cancelled_to_{};       ///< handlers up to this one were cancelled
  std::vector<PushItem> waiting_;  ///< for a handler, in order
  RecentIds seen_;
};

}  // namespace fishtank::core
