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

/// A chat message on its way.
struct OutgoingChat {
  SendChat wish;     ///< its conversation is entered once the server has created it
  std::string uuid;  ///< under which its text goes out, each time; empty before the first

  bool operator==(const OutgoingChat&) const = default;
};

/// Chat messages on their way to the server: each waits for the answer to its last request, be it
/// the creation of its conversation or the sending itself, or for a connection. What a loss means
/// to them is chat.on_loss.
class Outbox {
 public:
  /// So many wait for a connection at most.
  static constexpr std::size_t kMostWaiting = 100;

  /// There is no connection. False: too many wait already.
  bool wait(OutgoingChat chat);

  /// CONNECTED: takes out all that wait, in order.
  std::vector<OutgoingChat> take_waiting();

  /// A uuid that no other chat of this client has: of the calendar's milliseconds, or of the next
  /// that is free.
  std::string new_uuid(WallTime wall);

  /// A request for `chat` goes out under that mid.
  void await(OutgoingChat chat, const Mid& mid, Instant now, const Policy& policy, Timers& timers);

  /// Takes out the chat whose request this answers; nothing if none does.
  std::optional<OutgoingChat> take(const Mid& mid, Timers& timers);

  /// Ends those whose answer is overdue.
  void time_out(Instant now, Timers& timers, Effects& out);

  /// The connection is lost.
  void lose(const Policy& policy, Timers& timers, Effects& out);

  /// Everything ends, be it for good or with this life.
  void end(const Policy& policy, Timers& timers, Effects& out);

  bool operator==(const Outbox&) const = default;

  template <typename Visitor>
  void fields(Visitor& visit) const {
    visit(entries_.size(), last_uuid_ms_);
    for (const Entry& entry : entries_) visit(entry.mid, entry.deadline);
  }

 private:
  struct Entry {
    OutgoingChat chat;
    Mid mid;                    ///< of its last request
    Instant deadline = kNever;  ///< of that answer; kNever: it waits for a connection

    bool operator==(const Entry&) const = default;
  };

  void arm(Timers& timers) const;

  std::vector<Entry> entries_;  ///< in order of sending, so by deadline; then those that wait
  std::int64_t last_uuid_ms_ = 0;
};

}  // namespace fishtank::core
