#include "sim/scheduler.hpp"

#include <algorithm>
#include <cassert>

namespace fishtank::sim {

Scheduler::Scheduler() = default;

// ---- levels ----------------------------------------------------------------------------------

void Scheduler::Level::set(std::size_t slot) {
  occupied[slot / 64] |= std::uint64_t{1} << (slot % 64);
  summary[slot / 4096] |= std::uint64_t{1} << (slot / 64 % 64);
}

void Scheduler::Level::clear(std::size_t slot) {
  occupied[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
  if (occupied[slot / 64] == 0) summary[slot / 4096] &= ~(std::uint64_t{1} << (slot / 64 % 64));
}

std::size_t Scheduler::Level::first_from(std::size_t slot) const {
  if (slot >= kSlots) return kSlots;
  const std::uint64_t in_word = occupied[slot / 64] >> (slot % 64);
  if (in_word != 0) return slot + static_cast<std::size_t>(std::countr_zero(in_word));
  for (std::size_t word = slot / 64 + 1; word < occupied.size();) {
    const std::uint64_t words = summary[word / 64] >> (word % 64);
    if (words != 0) {
      word += static_cast<std::size_t>(std::countr_zero(words));
      return word * 64 + static_cast<std::size_t>(std::countr_zero(occupied[word]));
    }
    word = (word / 64 + 1) * 64;
  }
  return kSlots;
}

// ---- scheduling ------------------------------------------------------------------------------

void Scheduler::schedule(Actor& actor, Instant at) {
  if (actor.place_ != Actor::Place::nowhere) {
    if (actor.at_ == at) return;  // it keeps its place among its equals
    remove(actor);
  }
  if (at == core::kNever) return;
  assert(at >= now_ && "nobody schedules into the past");
  actor.at_ = at;
  actor.order_ = static_cast<std::uint64_t>(actor.rank_) << 56U | ++scheduled_;
  ++pending_;
  insert(actor);
}

void Scheduler::insert(Actor& actor) {
  const std::uint64_t tick = tick_of(actor.at_);
  if (tick <= tick_) return push_front(actor);
  // The level is that of the highest digit in which the moment differs from now: below it
  // everything is still to come, above it nothing differs.
  const unsigned digit = (63U - static_cast<unsigned>(std::countl_zero(tick ^ tick_))) / kLevelBits;
  const unsigned level = std::min(digit, kLevels - 1);
  const std::size_t slot = slot_of(tick, level);
  Level& wheel = levels_[level];
  Actor* const head = wheel.has(slot) ? wheel.heads[slot] : nullptr;
  actor.place_ = Actor::Place::slot;
  actor.level_ = static_cast<std::uint8_t>(level);
  actor.previous_ = nullptr;
  actor.next_ = head;
  if (head != nullptr) head->previous_ = &actor;
  wheel.heads[slot] = &actor;
  wheel.set(slot);
}

void Scheduler::remove(Actor& actor) {
  if (actor.place_ == Actor::Place::slot) {
    const std::size_t slot = slot_of(tick_of(actor.at_), actor.level_);
    Level& wheel = levels_[actor.level_];
    if (actor.next_ != nullptr) actor.next_->previous_ = actor.previous_;
    if (actor.previous_ != nullptr) {
      actor.previous_->next_ = actor.next_;
    } else if (actor.next_ != nullptr) {
      wheel.heads[slot] = actor.next_;
    } else {
      wheel.clear(slot);
    }
  } else {
    // Its entry in the heap is found to be out of date when it comes up; the actor may be gone by
    // then, so the entry must not be asked through it.
    const auto entry = std::find_if(front_.begin(), front_.end(),
                                    [&](const Entry& one) { return one.order == actor.order_; });
    entry->actor = nullptr;
  }
  actor.place_ = Actor::Place::nowhere;
  actor.at_ = core::kNever;
  --pending_;
}

void Scheduler::push_front(Actor& actor) {
  actor.place_ = Actor::Place::front;
  front_.push_back({actor.at_, actor.order_, &actor});
  std::push_heap(front_.begin(), front_.end(),
                 [](const Entry& a, const Entry& b) { return a.later_than(b); });
}

// ---- running ---------------------------------------------------------------------------------

/// Moves the next slot's actors into the front heap. False: there are none at all.
bool Scheduler::fill_front() {
  for (unsigned level = 0; level < kLevels;) {
    const std::size_t slot = levels_[level].first_from(slot_of(tick_, level) + 1);
    if (slot == kSlots) {
      ++level;
      continue;
    }
    const unsigned above = (level + 1) * kLevelBits;
    tick_ = (tick_ >> above << above) | static_cast<std::uint64_t>(slot) << (level * kLevelBits);
    spill(level, slot);
    if (!front_.empty()) return true;
    level = 0;
  }
  return false;
}

/// Puts every actor of the slot where it belongs now that the wheel has turned to it.
void Scheduler::spill(unsigned level, std::size_t slot) {
  Actor* actor = levels_[level].heads[slot];
  levels_[level].clear(slot);
  while (actor != nullptr) {
    Actor* const next = actor->next_;
    insert(*actor);
    actor = next;
  }
}

bool Scheduler::step(Instant end) {
  const auto later = [](const Entry& a, const Entry& b) { return a.later_than(b); };
  for (;;) {
    if (front_.empty() && !fill_front()) break;
    const Entry next = front_.front();
    if (next.actor != nullptr && next.at > end) break;
    std::pop_heap(front_.begin(), front_.end(), later);
    front_.pop_back();
    if (next.actor == nullptr) continue;
    now_ = next.at;
    next.actor->place_ = Actor::Place::nowhere;
    next.actor->at_ = core::kNever;
    --pending_;
    next.actor->act(now_);
    return true;
  }
  now_ = std::max(now_, end);
  return false;
}

void Scheduler::run_until(Instant end) {
  while (step(end)) {
  }
}

}  // namespace fishtank::sim
