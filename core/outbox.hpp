#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/effect.hpp"
#include "core/input.hpp"
#include "core/policy.hpp"
#include "core/timers.hpp"

namespace fishtank::core {

/// Chat messages on their way to the server: each waits for the answer to its last request, be it
/// the creation of its conversation or the sending itself. A loss ends them all.
class Outbox {
 public:
  /// A request for `chat` goes out under that mid.
  void await(SendChat chat, const Mid& mid, Instant now, const Policy& policy, Timers& timers);

  /// Takes out the chat whose request this answers; nothing if none does.
  std::optional<SendChat> take(const Mid& mid, Timers& timers);

  /// Ends those whose answer is overdue.
  void time_out(Instant now, Timers& timers, Effects& out);

  /// The connection is lost, or everything ends.
  void lose(Timers& timers, Effects& out);

  bool operator==(const Outbox&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(pending_.size());
  }

 private:
  struct Pending {
    Mid mid;
    Instant deadline{};
    SendChat chat;

    bool operator==(const Pending&) const = default;
  };

  void arm(Timers& timers) const;

  std::vector<Pending> pending_;  ///< by deadline
};

}  // namespace fishtank::core
