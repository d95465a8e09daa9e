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
  if (actor.at_ == at) return;  // it keeps its place among its equals
  if (actor.order_ != 0) --pending_;
  actor.at_ = at;
  actor.order_ = 0;
  if (at == core::kNever) return;
  assert(at >= now_ && "nobody schedules into the past");
  actor.order_ = static_cast<std::uint64_t>(actor.rank_) << 56U | ++scheduled_;
  ++pending_;
  insert({at, actor.order_, &actor});
}

void Scheduler::insert(const Entry& entry) {
  if (few_ && front_.size() == kFew) begin_wheel();
  const std::uint64_t tick = tick_of(entry.at);
  if (few_ || tick <= tick_) return push_front(entry);
  // The level is that of the highest digit in which the moment differs from now: below it
  // everything is still to come, above it nothing differs.
  const unsigned digit = (63U - static_cast<unsigned>(std::countl_zero(tick ^ tick_))) / kLevelBits;
  const unsigned level = std::min(digit, kLevels - 1);
  put(levels_[level], slot_of(tick, level), entry);
}

/// There are too many for the heap: all go to where they belong on the wheel.
void Scheduler::begin_wheel() {
  few_ = false;
  tick_ = tick_of(now_);
  std::vector<Entry> entries;
  entries.swap(front_);
  for (const Entry& entry : entries) {
    if (entry.valid()) insert(entry);
  }
}

void Scheduler::put(Level& level, std::size_t slot, const Entry& entry) {
  ChunkIndex& head = level.heads[slot];
  if (!level.has(slot)) {
    level.set(slot);
    head = new_chunk(kNoChunk);
  } else if (chunks_[head].size == Chunk::kEntries) {
    head = new_chunk(head);
  }
  Chunk& chunk = chunks_[head];
  chunk.entries[chunk.size++] = entry;
}

Scheduler::ChunkIndex Scheduler::new_chunk(ChunkIndex next) {
  ChunkIndex index = free_;
  if (index == kNoChunk) {
    index = static_cast<ChunkIndex>(chunks_.size());
    chunks_.emplace_back();
  } else {
    free_ = chunks_[index].next;
  }
  chunks_[index].next = next;
  chunks_[index].size = 0;
  return index;
}

void Scheduler::push_front(const Entry& entry) {
  front_.push_back(entry);
  if (front_.size() == 1) return;
  std::push_heap(front_.begin(), front_.end(),
                 [](const Entry& a, const Entry& b) { return a.later_than(b); });
}

Scheduler::Entry Scheduler::pop_front() {
  const Entry first = front_.front();
  if (front_.size() > 1) {
    std::pop_heap(front_.begin(), front_.end(),
                  [](const Entry& a, const Entry& b) { return a.later_than(b); });
  }
  front_.pop_back();
  return first;
}

// ---- running ---------------------------------------------------------------------------------

/// Turns the wheel until there is something in the front heap. False: there is nothing at all.
bool Scheduler::fill_front() {
  if (few_) return false;
  for (unsigned level = 0; level < kLevels;) {
    const std::size_t slot = levels_[level].first_from(slot_of(tick_, level) + 1);
    if (slot == kSlots) {
      ++level;
      continue;
    }
    const unsigned above = (level + 1) * kLevelBits;
    tick_ = (tick_ >> above << above) | static_cast<std::uint64_t>(slot) << (level * kLevelBits);
    spill(level, slot);
    if (level == 0) {
      const std::size_t next = levels_[0].first_from(slot + 1);
      if (next != kSlots) foresee(next);
    }
    if (!front_.empty()) return true;
    level = 0;
  }
  few_ = true;
  return false;
}

/// Puts every wake-up of the slot where it belongs now that the wheel has turned to it.
void Scheduler::spill(unsigned level, std::size_t slot) {
  levels_[level].clear(slot);
  for (ChunkIndex index = levels_[level].heads[slot]; index != kNoChunk;) {
    const std::uint32_t size = chunks_[index].size;
    for (std::uint32_t at = 1; at < size; ++at)
      __builtin_prefetch(chunks_[index].entries[at].actor);
    for (std::uint32_t at = 0; at < size; ++at) {
      const Entry entry = chunks_[index].entries[at];  // by value: an insertion may move the chunks
      if (entry.valid()) insert(entry);
    }
    const ChunkIndex next = chunks_[index].next;
    chunks_[index].next = free_;
    free_ = index;
    index = next;
  }
}

/// What will be spilled next is asked for while the present slot's actors act.
void Scheduler::foresee(std::size_t slot) const {
  for (ChunkIndex index = levels_[0].heads[slot]; index != kNoChunk; index = chunks_[index].next) {
    const Chunk& chunk = chunks_[index];
    for (std::uint32_t at = 0; at < chunk.size; ++at) __builtin_prefetch(chunk.entries[at].actor);
    for (std::uint32_t at = 0; at < chunk.size; ++at) chunk.entries[at].actor->foresee();
  }
}

bool Scheduler::step(Instant end) {
  for (;;) {
    if (front_.empty() && !fill_front()) break;
    if (!front_.front().valid()) {
      pop_front();
      continue;
    }
    if (front_.front().at > end) break;
    Actor& actor = *pop_front().actor;
    now_ = actor.at_;
    actor.at_ = core::kNever;
    actor.order_ = 0;
    --pending_;
    actor.act(now_);
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
