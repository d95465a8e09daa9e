#include "serve/pulse.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "onlooker/expected.hpp"
#include "plan/units.hpp"

namespace fishtank::serve {

namespace {

constexpr Duration kEvery = core::seconds(1);

/// Less is within what every bound has on top.
constexpr Duration kStandstill = onlooker::kNetworkSlack;

}  // namespace

std::string text_of_standstill(Duration still) {
  return fmt::format("this server stood still for {}: for a minute nobody is blamed for being late",
                     plan::print_duration(std::chrono::floor<core::milliseconds>(still)));
}

Pulse::Pulse(live::Driver& driver, StoodStill stood_still)
    : chores_(driver), stood_still_(std::move(stood_still)) {
  chores_.at(core::kStart + kEvery, [this](Instant now) { beat(now); });
}

void Pulse::look(Instant now) {
  const Duration still = now - std::exchange(looked_, std::max(looked_, now));
  if (still > kStandstill) stood_still_(still, now);
}

void Pulse::beat(Instant now) {
  look(now);
  chores_.at(now + kEvery, [this](Instant then) { beat(then); });
}

}  // namespace fishtank::serve
