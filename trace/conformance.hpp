#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "plan/plan.hpp"
#include "trace/histogram.hpp"
#include "trace/record.hpp"

namespace fishtank::trace {

/// Where two runs of one plan part: the first step of a client that is not the same in both.
struct Parting {
  std::uint32_t client = 0;
  std::size_t step = 0;       ///< of that client's steps, from 0
  std::optional<Record> one;  ///< none: its steps are over
  std::optional<Record> other;
};

/// How far two runs of one plan agree: in virtual time and on real sockets, say.
struct Conformance {
  std::size_t steps = 0;          ///< that were the same in both
  std::vector<Parting> partings;  ///< at most one a client, by client
  Histogram deviation;            ///< how far apart in time equal steps were, ns

  bool agrees() const { return partings.empty(); }
};

/// Compares what an application would tell of the two: for each client the sequence of its states,
/// attempts to connect, their ends with cause and code, registrations, and messages delivered. Not
/// compared are frames: how many heartbeats fit in is a matter of microseconds. Both have all
/// records of the plan (Keep::all); what follows the end of the plan is left out.
Conformance compare(std::span<const Record> one, std::span<const Record> other);

}  // namespace fishtank::trace
