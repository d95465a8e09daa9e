#pragma once

#include <functional>
#include <string>

#include "live/chores.hpp"
#include "live/driver.hpp"

namespace fishtank::serve {

using core::Duration;
using core::Instant;

/// "this server stood still for 12.5s: ...", for the log.
std::string text_of_standstill(Duration still);

/// Notices that this process stood still: it was suspended, or its machine had no time for it. What
/// clients did meanwhile has piled up, and nobody can tell when they did it.
class Pulse {
 public:
  /// Told at once when it goes on, with how long it had not looked.
  using StoodStill = std::function<void(Duration still, Instant now)>;

  Pulse(live::Driver& driver, StoodStill stood_still);

  /// Something happens at `now`; to be called before it is seen by anybody who judges.
  void look(Instant now);

 private:
  void beat(Instant now);

  live::Chores chores_;
  StoodStill stood_still_;
  Instant looked_ = core::kStart;
};

}  // namespace fishtank::serve
