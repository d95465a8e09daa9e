#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/time.hpp"
#include "stage/fault_id.hpp"

namespace fishtank::sim {

using core::Duration;
using core::Instant;
using stage::FaultId;
using stage::kNoFault;

class Scheduler;

/// Which of several actors goes first at the same moment: the lower rank; among equals, the one
/// that was scheduled first.
enum class Rank : std::uint8_t {
  timeline,     ///< faults and actions: they hold from their moment on
  early_timer,  ///< timers, when the plan wants them before data
  data,         ///< bytes and answers that arrive
  timer,        ///< timers
};

/// One who waits for a moment. The rules of scheduling:
///
///   1. An actor has one wake-up or none. Scheduling it again moves the wake-up.
///   2. Before act() is called, the wake-up is gone; act() may ask for the next.
///   3. At the same moment actors go by rank, then by the order in which they were scheduled.
///   4. Nobody schedules into the past (asserted).
///
/// An actor stays where it is in memory as long as the scheduler runs.
class Actor {
 public:
  explicit Actor(Rank rank) : rank_(rank) {}
  virtual ~Actor() = default;
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;

  /// The moment has come.
  virtual void act(Instant now) = 0;

  /// The moment is near: asks the memory for what act() will touch. With many clients each is a
  /// stranger to the cache. A hint: it may come for a wake-up that is moved, or not at all.
  virtual void foresee() const {}

  /// When it will be called; kNever if it has no wake-up.
  Instant wakes_at() const { return at_; }

 private:
  friend class Scheduler;

  Instant at_ = core::kNever;
  std::uint64_t order_ = 0;  ///< of the wake-up: rank above, count of schedulings below; 0: none
  Rank rank_;
};

/// The earliest event wins; ties go by rank, then first scheduled first.
///
/// A few wake-ups lie in a heap. Many lie in a hierarchical timing wheel whose slots are exact: a
/// wake-up is in a slot of the level that reaches as far as its moment; when a slot's time comes,
/// its wake-ups go down a level, and from the lowest level into the heap, which has the exact
/// order. A wake-up that was moved or cancelled stays where it lies and is passed over: so nothing
/// is searched for, and no other actor's memory is touched. What scheduling costs at 4 and at a
/// million pending wake-ups: bench/scheduler_bench.
class Scheduler {
 public:
  Scheduler();

  /// Moves the actor's wake-up to `at`, not before now(); kNever takes it away.
  void schedule(Actor& actor, Instant at);

  void cancel(Actor& actor) { schedule(actor, core::kNever); }

  /// Lets the next actor act, if its moment is not after `end`. False: there is none, and now() is
  /// `end`.
  bool step(Instant end);

  /// Steps until nothing is left to do up to and including `end`.
  void run_until(Instant end);

  Instant now() const { return now_; }

  /// How many wake-ups there are.
  std::size_t pending() const { return pending_; }

 private:
  // Level 0 has slots of 2^20 ns (about a millisecond); each level's slots are 2^15 times as long:
  // 34 s on level 1, 13 days on level 2. 292 years fit.
  static constexpr unsigned kFineBits = 20;
  static constexpr unsigned kLevelBits = 15;
  static constexpr std::size_t kSlots = std::size_t{1} << kLevelBits;
  static constexpr unsigned kLevels = 3;

  /// Up to so many wake-ups the heap alone is faster than the wheel.
  static constexpr std::size_t kFew = 64;

  /// A wake-up as it was asked for; no longer valid when the actor's order is another.
  struct Entry {
    Instant at;
    std::uint64_t order;
    Actor* actor;

    bool valid() const { return actor->order_ == order; }
    bool later_than(const Entry& other) const {
      return at != other.at ? at > other.at : order > other.order;
    }
  };

  /// Some of a slot's entries. Chunks are used again, so those in use stay in the cache.
  using ChunkIndex = std::uint32_t;
  static constexpr ChunkIndex kNoChunk = UINT32_MAX;
  struct Chunk {
    static constexpr std::uint32_t kEntries = 10;
    ChunkIndex next;  ///< an older, full one of the same slot, or the next free one
    std::uint32_t size;
    std::array<Entry, kEntries> entries;
  };

  /// The slots of one level: a list of chunks each, and two layers of bits that tell which are not
  /// empty. A head is only valid where its bit is set.
  struct Level {
    std::unique_ptr<ChunkIndex[]> heads = std::make_unique_for_overwrite<ChunkIndex[]>(kSlots);
    std::array<std::uint64_t, kSlots / 64> occupied{};
    std::array<std::uint64_t, kSlots / 64 / 64> summary{};

    bool has(std::size_t slot) const { return (occupied[slot / 64] >> (slot % 64) & 1U) != 0; }
    void set(std::size_t slot);
    void clear(std::size_t slot);

    /// The first slot that is not empty at or after `slot`; kSlots if there is none.
    std::size_t first_from(std::size_t slot) const;
  };

  static std::uint64_t tick_of(Instant at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count()) >> kFineBits;
  }
  static std::size_t slot_of(std::uint64_t tick, unsigned level) {
    return tick >> (level * kLevelBits) & (kSlots - 1);
  }

  void insert(const Entry& entry);
  void put(Level& level, std::size_t slot, const Entry& entry);
  ChunkIndex new_chunk(ChunkIndex next);
  void begin_wheel();
  void push_front(const Entry& entry);
  Entry pop_front();
  bool fill_front();
  void spill(unsigned level, std::size_t slot);
  void foresee(std::size_t slot) const;

  Instant now_ = core::kStart;
  bool few_ = true;         ///< every wake-up is in front_, the wheel is empty
  std::uint64_t tick_ = 0;  ///< else: every wake-up before the end of this tick is in front_
  std::uint64_t scheduled_ = 0;
  std::size_t pending_ = 0;
  std::vector<Entry> front_;  ///< a heap, the earliest on top
  std::array<Level, kLevels> levels_;
  std::vector<Chunk> chunks_;
  ChunkIndex free_ = kNoChunk;
};

}  // namespace fishtank::sim
