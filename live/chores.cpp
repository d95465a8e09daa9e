#include "live/chores.hpp"

#include <utility>

namespace fishtank::live {

void Chores::at(Instant moment, std::function<void(Instant now)> chore) {
  chores_.emplace(moment, std::move(chore));
  wake();
}

void Chores::clear() {
  chores_.clear();
  wake();
}

void Chores::act(Instant now) {
  while (!chores_.empty() && chores_.begin()->first <= now) {
    const auto chore = std::move(chores_.extract(chores_.begin()).mapped());
    chore(now);
  }
  wake();
}

void Chores::wake() { driver_.set(*this, chores_.empty() ? core::kNever : chores_.begin()->first); }

}  // namespace fishtank::live
