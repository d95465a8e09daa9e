#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "plan/plan.hpp"
#include "trace/record.hpp"

/// A run as people read it: a record, a line.
namespace fishtank::trace {

/// What a record is about, so that one can look at a part of a run.
enum class Topic : std::uint8_t {
  state,       ///< starts, stops, changes of state, restarts
  fault,       ///< faults, other actions of the scenario, violations
  message,     ///< pushed messages and chats
  note,        ///< what the client has to say: failures, waits, refusals
  connection,  ///< transports and sessions
  service,     ///< token, cookie, login
  heartbeat,   ///< heartbeats that go out, and answers of any kind that come in
  frame,       ///< everything else that travels
};

Topic topic_of(const Record& record);

/// Whether a reader wants to see it without asking for everything: states, faults, messages, notes.
bool is_important(Topic topic);

/// Writes the lines of one run, aligned:
///
///          1m  client  fault ping_silence begins
///     1m30.1s  client  CONNECTED -> RECONNECTING  heartbeat timeout
class Timeline {
 public:
  /// The plan outlives it.
  explicit Timeline(const plan::Plan& plan);

  /// A column of moments that is wide enough for this one, too, in the lines that follow. Without
  /// it the column takes moments to the millisecond, and one with more digits moves its line to the
  /// right.
  void make_room(core::Instant at);

  std::string line(const Record& record) const;

 private:
  const plan::Plan& plan_;
  std::size_t name_width_ = 0;
  std::size_t time_width_ = 12;  ///< enough for "1h59m59.999s"
};

}  // namespace fishtank::trace
