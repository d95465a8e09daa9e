#include "sim/scheduler.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace fishtank::sim {
namespace {

using core::hours;
using core::kNever;
using core::kStart;
using core::milliseconds;
using core::nanoseconds;
using core::seconds;

/// Writes down when it acted.
class Noter final : public Actor {
 public:
  Noter(int number, std::vector<int>& notes, Rank rank = Rank::data)
      : Actor(rank), number_(number), notes_(notes) {}
  void act(Instant) override { notes_.push_back(number_); }

 private:
  int number_;
  std::vector<int>& notes_;
};

/// Counts how often it was foreseen before it acted.
class Foreseen final : public Actor {
 public:
  Foreseen() : Actor(Rank::data) {}
  void act(Instant) override { acted_foreseen = foreseen_; }
  void foresee() const override { ++foreseen_; }

  int acted_foreseen = 0;

 private:
  mutable int foreseen_ = 0;
};

TEST(Scheduler, TheEarliestGoesFirst) {
  Scheduler scheduler;
  std::vector<int> notes;
  Noter first(1, notes);
  Noter second(2, notes);
  Noter third(3, notes);
  scheduler.schedule(third, kStart + hours(24 * 365));
  scheduler.schedule(first, kStart + nanoseconds(1));
  scheduler.schedule(second, kStart + seconds(40));
  scheduler.run_until(kStart + hours(24 * 366));
  EXPECT_EQ(notes, (std::vector<int>{1, 2, 3}));
}

TEST(Scheduler, AtTheSameMomentTheOneScheduledFirstGoesFirst) {
  Scheduler scheduler;
  std::vector<int> notes;
  std::deque<Noter> noters;
  for (int number = 0; number < 50; ++number) noters.emplace_back(number, notes);
  for (Noter& noter : noters) scheduler.schedule(noter, kStart + seconds(100));
  scheduler.run_until(kStart + seconds(100));
  EXPECT_TRUE(std::is_sorted(notes.begin(), notes.end()));
  EXPECT_EQ(notes.size(), 50U);
}

TEST(Scheduler, AtTheSameMomentTheLowerRankGoesFirst) {
  Scheduler scheduler;
  std::vector<int> notes;
  Noter timer(3, notes, Rank::timer);
  Noter data(2, notes, Rank::data);
  Noter fault(1, notes, Rank::timeline);
  for (Actor* actor :
       {static_cast<Actor*>(&timer), static_cast<Actor*>(&data), static_cast<Actor*>(&fault)}) {
    scheduler.schedule(*actor, kStart + milliseconds(1));
  }
  scheduler.run_until(kStart + seconds(1));
  EXPECT_EQ(notes, (std::vector<int>{1, 2, 3}));
}

TEST(Scheduler, AmongManyEachIsForeseenOnceBeforeItActs) {
  Scheduler scheduler;
  std::deque<Foreseen> actors(1000);
  for (std::size_t number = 0; number < actors.size(); ++number) {
    scheduler.schedule(actors[number], kStart + milliseconds(5 * number));
  }
  scheduler.run_until(kStart + seconds(5));
  // The first are in no slot of the wheel that could be looked at.
  for (std::size_t number = 2; number < actors.size(); ++number) {
    EXPECT_EQ(actors[number].acted_foreseen, 1) << number;
  }
}

TEST(Scheduler, SchedulingAgainMovesTheWakeUp) {
  Scheduler scheduler;
  std::vector<int> notes;
  Noter noter(1, notes);
  scheduler.schedule(noter, kStart + seconds(1));
  scheduler.schedule(noter, kStart + seconds(5));
  EXPECT_EQ(scheduler.pending(), 1U);
  scheduler.run_until(kStart + seconds(4));
  EXPECT_TRUE(notes.empty());
  scheduler.run_until(kStart + seconds(5));
  EXPECT_EQ(notes.size(), 1U);
}

TEST(Scheduler, StopsAtTheEndAndIncludesIt) {
  Scheduler scheduler;
  std::vector<int> notes;
  Noter noter(1, notes);
  scheduler.schedule(noter, kStart + seconds(1));
  scheduler.run_until(kStart + seconds(1) - nanoseconds(1));
  EXPECT_TRUE(notes.empty());
  EXPECT_EQ(scheduler.now(), kStart + seconds(1) - nanoseconds(1));
  scheduler.run_until(kStart + seconds(1));
  EXPECT_EQ(notes.size(), 1U);
}

// ---- against a naive model -------------------------------------------------------------------

/// The same contract in the simplest words: a list that is searched.
class NaiveScheduler {
 public:
  void schedule(int actor, Rank rank, Instant at) {
    std::erase_if(entries_,
                  [&](const Entry& entry) { return entry.actor == actor && entry.at != at; });
    const bool there = std::any_of(entries_.begin(), entries_.end(),
                                   [&](const Entry& entry) { return entry.actor == actor; });
    if (!there && at != kNever) entries_.push_back({at, rank, ++scheduled_, actor});
  }

  std::optional<int> step(Instant end) {
    const auto next =
        std::min_element(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
          return std::tie(a.at, a.rank, a.order) < std::tie(b.at, b.rank, b.order);
        });
    if (next == entries_.end() || next->at > end) return std::nullopt;
    const int actor = next->actor;
    entries_.erase(next);
    return actor;
  }

 private:
  struct Entry {
    Instant at;
    Rank rank;
    std::uint64_t order;
    int actor;
  };
  std::vector<Entry> entries_;
  std::uint64_t scheduled_ = 0;
};

/// Distances on every level of the wheel, and none at all.
rc::Gen<Duration> distances() {
  return rc::gen::map(rc::gen::pair(rc::gen::inRange(0, 56), rc::gen::inRange<std::int64_t>(0, 16)),
                      [](std::pair<int, std::int64_t> draw) {
                        return Duration((std::int64_t{1} << draw.first) - 1 + draw.second);
                      });
}

RC_GTEST_PROP(SchedulerLaw, AgreesWithTheNaiveModel, ()) {
  constexpr int kActors = 12;
  Scheduler scheduler;
  NaiveScheduler model;
  std::vector<int> notes;
  std::deque<Noter> actors;
  for (int actor = 0; actor < kActors; ++actor) {
    actors.emplace_back(actor, notes, static_cast<Rank>(actor % 4));
  }
  const int operations = *rc::gen::inRange(1, 200);
  for (int operation = 0; operation < operations; ++operation) {
    const int actor = *rc::gen::inRange(0, kActors);
    switch (*rc::gen::inRange(0, 5)) {
      case 0: {
        scheduler.cancel(actors[static_cast<std::size_t>(actor)]);
        model.schedule(actor, static_cast<Rank>(actor % 4), kNever);
        break;
      }
      case 1:
      case 2: {
        const Instant at = core::later(scheduler.now(), *distances());
        scheduler.schedule(actors[static_cast<std::size_t>(actor)], at);
        model.schedule(actor, static_cast<Rank>(actor % 4), at);
        break;
      }
      default: {
        const Instant end = core::later(scheduler.now(), *distances());
        notes.clear();
        const bool stepped = scheduler.step(end);
        const std::optional<int> expected = model.step(end);
        RC_ASSERT(stepped == expected.has_value());
        if (stepped) RC_ASSERT(notes == std::vector<int>{*expected});
      }
    }
  }
}

}  // namespace
}  // namespace fishtank::sim
