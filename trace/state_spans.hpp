#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/state.hpp"
#include "trace/record.hpp"

namespace fishtank::trace {

/// A client was in a state from `from` until `to`, `to` not included. The last span of a client
/// ends with the run and includes that moment. A state that was left at the moment it was entered
/// has a span without length.
struct StateSpan {
  std::uint32_t client = 0;
  core::State state = core::State::disconnected;
  Instant from{};
  Instant to{};

  bool operator==(const StateSpan&) const = default;
};

/// Collects the states of every client as they change. From the beginning of the run a client is
/// DISCONNECTED.
class StateSpans {
 public:
  explicit StateSpans(std::uint32_t clients);

  /// A record of kind state_changed.
  void see(const Record& record);

  /// All spans, by client and then by time. Called once.
  std::vector<StateSpan> finish(Instant end);

 private:
  struct Change {
    Instant at{};
    std::uint32_t client = 0;
    core::State to = core::State::disconnected;
  };

  std::uint32_t clients_;
  std::vector<Change> changes_;  ///< as they came
};

/// The spans of one client among those of all.
std::span<const StateSpan> spans_of(std::span<const StateSpan> states, std::uint32_t client);

}  // namespace fishtank::trace
