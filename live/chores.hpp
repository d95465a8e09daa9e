#pragma once

#include <functional>
#include <map>

#include "live/driver.hpp"

namespace fishtank::live {

/// Things to do later, each once. What is still to be done when it is destroyed is not.
class Chores final : private Alarm {
 public:
  explicit Chores(Driver& driver) : Alarm(driver), driver_(driver) {}

  void at(Instant moment, std::function<void(Instant now)> chore);
  void clear();

 private:
  void act(Instant now) override;
  void wake();

  Driver& driver_;
  std::multimap<Instant, std::function<void(Instant now)>> chores_;  ///< equal moments in order
};

}  // namespace fishtank::live
