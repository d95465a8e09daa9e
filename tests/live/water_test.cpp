#include "live/water.hpp"

#include <gtest/gtest.h>

#include "live/chores.hpp"
#include "live/harbour.hpp"
#include "tests/live/bench.hpp"

namespace fishtank::live::test {
namespace {

using net::Direction;
using stage::FaultId;

constexpr FaultId kFault{1};

/// The default network: 50 ms each way.
struct WaterTest : testing::Test {
  plan::Network network;
  stage::Path path{network, core::Random(core::Seed{1}), core::Random(core::Seed{2})};
  net::Loop loop;
  Driver driver{loop, {.speed = 10}};
  int changes = 0;
  int touches = 0;
  Water water{driver,
              path,
              Water::Carries::socket,
              2,
              [this](FaultId) { ++touches; },
              [this] { ++changes; }};

  void put(const plan::Primitive& primitive, Instant now = kStart) {
    path.put(kFault, primitive);
    water.path_changed(now);
  }
  void take(const plan::Primitive& primitive, Instant now) {
    path.take(kFault, primitive);
    water.path_changed(now);
  }

  /// How long that piece takes, in the run.
  Duration time_of(Direction direction, std::size_t size = 100, bool first = false) {
    const net::TimePoint before = driver.real(driver.moment());
    return driver.in_run(water.arrival(direction, size, first) - before);
  }
};

/// Of what a busy machine does between two looks at the clock, a millisecond counts
/// (Loop::served()): ten of the run.
constexpr Duration kSlack = milliseconds(30);

#define EXPECT_ABOUT(actual, expected)           \
  do {                                           \
    const Duration took = actual;                \
    EXPECT_GE(took, expected - milliseconds(1)); \
    EXPECT_LE(took, expected + kSlack);          \
  } while (false)

TEST_F(WaterTest, BytesTakeThePathsLatency) {
  driver.start();
  EXPECT_ABOUT(time_of(Direction::up), milliseconds(50));
  EXPECT_ABOUT(time_of(Direction::down), milliseconds(50));
}

TEST_F(WaterTest, TheFirstBytesTakeTheRoundTripsThatTheProxyNextDoorDoesNotShow) {
  driver.start();
  EXPECT_ABOUT(time_of(Direction::up, 100, true), milliseconds(250));
  EXPECT_ABOUT(time_of(Direction::down, 100, true), milliseconds(50));
}

/// A connection opens after three round trips in any case: TCP, TLS, the upgrade.
TEST(Harbour, OfTlsThatGoesThroughTheProxyNothingIsAdded) {
  EXPECT_EQ(far_trips({.tls = false}), 2);
  EXPECT_EQ(far_trips({.tls = true}), 1);
}

TEST_F(WaterTest, ANarrowLineIsBusyAndBytesTrickle) {
  put(plan::Limit{.bytes_per_second = 2000});
  driver.start();
  EXPECT_EQ(water.longest_piece(Direction::up), 100U);
  EXPECT_ABOUT(time_of(Direction::up, 2000), milliseconds(1050));
  EXPECT_GE(time_of(Direction::up, 2000), milliseconds(1950));
  EXPECT_GE(touches, 1);
}

TEST_F(WaterTest, AConnectionFindsTheLineFree) {
  put(plan::Limit{.bytes_per_second = 2000});
  driver.start();
  time_of(Direction::up, 20'000);
  water.begin_connection();
  EXPECT_ABOUT(time_of(Direction::up, 200), milliseconds(150));
}

TEST_F(WaterTest, AStallHoldsTheWebSocketAndNotTheServices) {
  Water services(
      driver, path, Water::Carries::services, 2, [](FaultId) {}, [] {});
  put(plan::Hold{.direction = plan::Direction::down});
  EXPECT_TRUE(water.holds(Direction::down));
  EXPECT_FALSE(water.holds(Direction::up));
  EXPECT_FALSE(services.holds(Direction::down));
}

/// Lost at 1 s, tried again after 0.2, 0.6, 1.4, 3.0 s: the try at 4 s is the first that is heard.
TEST_F(WaterTest, WhatWasWrittenIntoAPartitionComesWithTheNextTryOfTcp) {
  const plan::Blackhole partition{};
  put(partition);
  driver.start();
  water.wrote(plan::Direction::up, kStart + seconds(1));
  take(partition, kStart + seconds(3));
  EXPECT_TRUE(water.holds(Direction::up));
  EXPECT_FALSE(water.holds(Direction::down)) << "nothing was written that way";
  Instant free = core::kNever;
  Chores chores(driver);
  chores.at(kStart + milliseconds(3990), [&](Instant) { EXPECT_TRUE(water.holds(Direction::up)); });
  chores.at(kStart + milliseconds(4010), [&](Instant now) { free = now; });
  ASSERT_TRUE(run_until(loop, [&] { return free != core::kNever; }));
  EXPECT_FALSE(water.holds(Direction::up));
}

/// Nobody says when somebody else's client writes or connects, so the proxy does.
TEST_F(WaterTest, OfVisitorsWhatIsKeptWasWrittenAndWhoIsAcceptedBeginsAnew) {
  const plan::Blackhole partition{};
  Water visitors(
      driver, path, Water::Carries::visitors, 2, [this](FaultId) { ++touches; }, [] {});
  put(partition);
  driver.start();
  visitors.path_changed(kStart);
  visitors.kept(Direction::up);
  EXPECT_EQ(touches, 1);
  path.take(kFault, partition);
  visitors.path_changed(kStart + seconds(3));
  EXPECT_TRUE(visitors.holds(Direction::up)) << "until TCP's next try";
  visitors.accepted();
  EXPECT_FALSE(visitors.holds(Direction::up)) << "what the last connection lost is nothing to it";
}

TEST_F(WaterTest, WhatChanceHasLostGoesByWhatTheLineLosesNow) {
  const plan::Lose everything{.parts_per_million = 1'000'000};
  put(everything);
  driver.start();
  EXPECT_GE(time_of(Direction::up), seconds(900));
  EXPECT_EQ(water.latest(Direction::up), net::TimePoint::max());
  net::TimePoint latest{};
  Water asked(
      driver, path, Water::Carries::socket, 2, [](FaultId) {},
      [&] { latest = asked.latest(Direction::up); });
  asked.arrival(Direction::up, 100, false);
  path.take(kFault, everything);
  asked.path_changed(kStart + seconds(5));
  // Tried again after 0.2, 0.6, 1.4, 3.0, 6.2 s.
  EXPECT_ABOUT(driver.in_run(latest - driver.real(kStart)), milliseconds(6250));
}

TEST_F(WaterTest, AnswersAreKeptBackUntilTheNextConnection) {
  water.keep_answers_back();
  EXPECT_TRUE(water.holds(Direction::down));
  EXPECT_FALSE(water.holds(Direction::up));
  water.begin_connection();
  EXPECT_FALSE(water.holds(Direction::down));
  EXPECT_EQ(changes, 2);
}

}  // namespace
}  // namespace fishtank::live::test
