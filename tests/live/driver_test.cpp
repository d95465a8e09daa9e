#include "live/driver.hpp"

#include <gtest/gtest.h>

#include "live/chores.hpp"
#include "tests/live/bench.hpp"

namespace fishtank::live::test {
namespace {

using std::chrono::milliseconds;
using Entries = std::vector<Log::Entry>;

constexpr Pace kFast{.speed = 100};

struct DriverTest : testing::Test {
  /// Runs until as many went, and a little longer: nothing else goes.
  void run_until_gone(std::size_t entries) {
    EXPECT_TRUE(run_until(loop, [&] { return log.entries.size() >= entries; }));
    run_for(loop, milliseconds(5));
  }

  net::Loop loop;
  Driver driver{loop, kFast};
  Log log;
};

TEST_F(DriverTest, AlarmsGoInTheOrderOfTheirMomentsAndAreToldThem) {
  LoggingAlarm late(driver, log, 2);
  LoggingAlarm early(driver, log, 1);
  driver.set(late, kStart + seconds(2));
  driver.set(early, kStart + seconds(1));
  driver.start();
  run_until_gone(2);
  EXPECT_EQ(log.entries, (Entries{{1, kStart + seconds(1)}, {2, kStart + seconds(2)}}));
}

TEST_F(DriverTest, AtTheSameMomentTheTimelineGoesFirstAndThenWhoeverWasSetFirst) {
  LoggingAlarm one(driver, log, 1);
  LoggingAlarm two(driver, log, 2);
  LoggingAlarm timeline(driver, log, 0, Alarm::Rank::timeline);
  for (LoggingAlarm* alarm : {&two, &one, &timeline}) driver.set(*alarm, kStart);
  driver.start();
  run_until_gone(3);
  EXPECT_EQ(log.entries, (Entries{{0, kStart}, {2, kStart}, {1, kStart}}));
}

TEST_F(DriverTest, NothingGoesBeforeTheStartAndTheTimeBeginsWithIt) {
  LoggingAlarm alarm(driver, log, 1);
  driver.set(alarm, kStart);
  run_for(loop, milliseconds(5));
  EXPECT_TRUE(log.entries.empty());
  be_late(milliseconds(20));
  driver.start();
  EXPECT_LT(driver.moment(), kStart + seconds(1));
}

TEST_F(DriverTest, AnAlarmThatIsSetAgainGoesOnceAndOneThatIsGoneNever) {
  LoggingAlarm moved(driver, log, 1);
  {
    LoggingAlarm gone(driver, log, 2);
    driver.set(gone, kStart);
  }
  driver.set(moved, kStart);
  driver.set(moved, kStart + seconds(1));
  driver.start();
  run_until_gone(1);
  EXPECT_EQ(log.entries, (Entries{{1, kStart + seconds(1)}}));
}

/// What a busy machine costs is missing from the run.
TEST_F(DriverTest, TheRunWaitsForAMachineThatIsLate) {
  LoggingAlarm alarm(driver, log, 1);
  driver.set(alarm, kStart + seconds(1));
  driver.start();
  be_late(milliseconds(100));  // ten seconds of the run
  EXPECT_LT(driver.arrival(), kStart + seconds(1)) << "what comes in is not late either";
  run_until_gone(1);
  EXPECT_EQ(log.entries, (Entries{{1, kStart + seconds(1)}}));
  EXPECT_GE(driver.lateness().percentile(100), 80'000'000);
}

TEST(Driver, ThatDoesNotWaitTellsTheTimeThatItReallyIs) {
  net::Loop loop;
  Driver driver(loop, {.speed = 100, .waits = false});
  Log log;
  LoggingAlarm alarm(driver, log, 1);
  driver.set(alarm, kStart + seconds(1));
  driver.start();
  be_late(milliseconds(100));
  driver.arrival();
  ASSERT_EQ(log.entries.size(), 1U);
  EXPECT_GE(log.entries.front().told, kStart + seconds(10));
}

TEST_F(DriverTest, WhatComesInGoesAfterWhatIsDueAndNeverBefore) {
  LoggingAlarm alarm(driver, log, 1);
  driver.set(alarm, kStart + seconds(1));
  driver.start();
  for (int times = 0; times < 100; ++times) {
    be_late(std::chrono::microseconds(500));
    if (driver.arrival() >= kStart + seconds(1)) break;
  }
  const Instant now = driver.arrival();
  EXPECT_EQ(log.entries.size(), 1U);
  EXPECT_GE(now, log.entries.front().told);
  EXPECT_GE(driver.arrival(), now);
}

TEST_F(DriverTest, ChoresAreDoneOnceInTheOrderOfTheirMoments) {
  Chores chores(driver);
  const auto note = [this](int who) {
    return [this, who](Instant now) { log.entries.push_back({who, now}); };
  };
  chores.at(kStart + seconds(2), note(2));
  chores.at(kStart + seconds(1), note(1));
  chores.at(kStart + seconds(2), note(3));
  driver.start();
  run_until_gone(3);
  EXPECT_EQ(
      log.entries,
      (Entries{{1, kStart + seconds(1)}, {2, kStart + seconds(2)}, {3, kStart + seconds(2)}}));
}

TEST_F(DriverTest, ChoresThatAreClearedAreNotDone) {
  Chores chores(driver);
  chores.at(kStart + seconds(1), [this](Instant now) { log.entries.push_back({1, now}); });
  chores.clear();
  driver.start();
  run_for(loop, milliseconds(30));
  EXPECT_TRUE(log.entries.empty());
}

}  // namespace
}  // namespace fishtank::live::test
