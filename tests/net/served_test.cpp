#include <gtest/gtest.h>

#include "net/proxy_queue.hpp"
#include "tests/net/bench.hpp"

namespace fishtank::net::test {
namespace {

TEST(ServedTime, StandsStillWhileTheThreadDoesNotServe) {
  Loop loop;
  const TimePoint before = loop.served();
  const TimePoint until = Clock::now() + milliseconds(100);
  while (Clock::now() < until) {
  }
  EXPECT_LE(loop.served() - before, milliseconds(2));
}

/// A loop that has nothing to do serves.
TEST(ServedTime, GoesOnWhileTheLoopWaits) {
  Loop loop;
  const TimePoint before = loop.served();
  EXPECT_TRUE(run_until(loop, [&] { return loop.served() - before >= milliseconds(20); }));
}

TEST(ProxyQueue, HastensWhatWouldComeLater) {
  const TimePoint now = Clock::now();
  ProxyQueue queue;
  queue.push(now + milliseconds(1), "a");
  queue.push(now + milliseconds(900), "b");
  EXPECT_FALSE(queue.hasten(TimePoint::max()));
  EXPECT_TRUE(queue.hasten(now + milliseconds(5)));
  EXPECT_EQ(queue.due(), now + milliseconds(1));
  queue.take(1);
  EXPECT_EQ(queue.due(), now + milliseconds(5));
}

}  // namespace
}  // namespace fishtank::net::test
