#include "net/fault_proxy.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

#include "tests/net/proxy_stage.hpp"

/// What a proxy does to a connection that it forwards. How it meets new ones: see
/// fault_proxy_listening_test.cpp; how it ends them: fault_proxy_ends_test.cpp.
namespace fishtank::net {

namespace {

using namespace std::chrono_literals;
using tests::kBothWays;
using tests::Next;
using tests::Pair;
using tests::ProxyStage;

/// Long enough for a machine that would do something wrong to do it.
constexpr auto kAWhile = 60ms;

/// Bytes that are noticed when they change places.
std::string numbered(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t index = 0; index < size; ++index) {
    bytes[index] = static_cast<char>((index * 2'654'435'761U) >> 13);
  }
  return bytes;
}

TEST(FaultProxy, CarriesBytesBothWays) {
  ProxyStage stage;
  Pair pair(stage);
  for (const Direction way : kBothWays) {
    pair.from(way).send("a message");
    EXPECT_EQ(pair.to(way).receive(9), "a message");
  }
  EXPECT_EQ(stage.connections(), 1U);
}

TEST(FaultProxy, CarriesMoreThanItHolds) {
  ProxyStage stage;
  Pair pair(stage);
  const std::string bytes = numbered(3'000'000);
  for (const Direction way : kBothWays) {
    std::thread sender([&] { pair.from(way).send(bytes); });
    EXPECT_EQ(pair.to(way).receive(bytes.size()), bytes);
    sender.join();
  }
}

RC_GTEST_PROP(FaultProxyLaw, BytesComeOutUnchangedAndInOrderWhateverTheDelays, ()) {
  ProxyStage stage;
  const auto sizes = *rc::gen::container<std::vector<std::size_t>>(
      rc::gen::weightedOneOf<std::size_t>({{3, rc::gen::inRange<std::size_t>(1, 20)},
                                           {1, rc::gen::inRange<std::size_t>(1, 9'000)}}));
  for (const Direction way : kBothWays) {
    const auto delays = *rc::gen::nonEmpty(rc::gen::container<std::vector<Duration>>(
        rc::gen::map(rc::gen::inRange(0, 1'500), [](int us) { return Duration(us * 1us); })));
    stage.delay(way, delays);
  }
  std::string bytes;
  for (const std::size_t size : sizes) bytes += numbered(size);

  Pair pair(stage);
  for (const Direction way : kBothWays) {
    std::size_t begin = 0;
    for (const std::size_t size : sizes) {
      pair.from(way).send(std::string_view(bytes).substr(begin, size));
      begin += size;
    }
    pair.from(way).finish();
  }
  for (const Direction way : kBothWays) RC_ASSERT(pair.to(way).receive_all() == bytes);
}

TEST(FaultProxy, NothingArrivesBeforeItsMoment) {
  ProxyStage stage;
  Pair pair(stage);
  for (const Direction way : kBothWays) {
    stage.delay(way, {40ms, 5ms});
    for (int turn = 0; turn < 2; ++turn) {
      const TimePoint sent = Clock::now();
      pair.from(way).send("x");
      EXPECT_EQ(pair.to(way).receive(1), "x");
      EXPECT_GE(Clock::now() - sent, turn == 0 ? 40ms : 5ms);
    }
  }
}

TEST(FaultProxy, AnEarlierPieceIsNotOvertaken) {
  ProxyStage stage;
  Pair pair(stage);
  stage.delay(Direction::up, {80ms, 0ms, 0ms});
  pair.client.send("a");
  stage.await_pieces(Direction::up, 1);
  pair.client.send("b");
  stage.await_pieces(Direction::up, 2);
  pair.client.finish();
  EXPECT_EQ(pair.server.receive_all(), "ab");
}

TEST(FaultProxy, SaysOfOnePieceAConnectionAndDirectionThatItIsTheFirst) {
  ProxyStage stage;
  for (int connection = 0; connection < 2; ++connection) {
    Pair pair(stage);
    for (int turn = 0; turn < 3; ++turn) {
      for (const Direction way : kBothWays) {
        pair.from(way).send("x");
        EXPECT_EQ(pair.to(way).receive(1), "x");
      }
    }
  }
  for (const Direction way : kBothWays) EXPECT_EQ(stage.seen(way).firsts, 2U);
}

TEST(FaultProxy, HoldsOneWayAndLeavesTheOtherAlone) {
  for (const Direction way : kBothWays) {
    const Direction other = way == Direction::up ? Direction::down : Direction::up;
    ProxyStage stage;
    Pair pair(stage);
    stage.hold(way, true);
    pair.from(way).send("held");
    pair.from(other).send("free");
    EXPECT_EQ(pair.to(other).receive(4), "free");
    EXPECT_EQ(pair.to(way).next(kAWhile), Next::nothing);
    EXPECT_EQ(stage.seen(way).pieces, 0U) << "it was not read either";
    stage.hold(way, false);
    EXPECT_EQ(pair.to(way).receive(4), "held");
  }
}

TEST(FaultProxy, TellsOfBytesThatItKeepsAndNotOfTheHoldAlone) {
  for (const Direction way : kBothWays) {
    ProxyStage stage;
    Pair pair(stage);
    stage.hold(way, true);
    EXPECT_EQ(pair.to(way).next(kAWhile), Next::nothing);
    EXPECT_EQ(stage.seen(way).kept, 0U);
    pair.from(way).send("kept");
    EXPECT_TRUE(stage.await_kept(way));
    stage.hold(way, false);
    EXPECT_EQ(pair.to(way).receive(4), "kept");
  }
}

TEST(FaultProxy, TellsOfBytesOnAConnectionThatBeganDuringTheHold) {
  ProxyStage stage;
  stage.hold(Direction::up, true);
  Pair pair(stage);
  pair.client.send("kept");
  EXPECT_TRUE(stage.await_kept(Direction::up));
}

TEST(FaultProxy, HoldsWhatIsUnderWayAlready) {
  ProxyStage stage;
  Pair pair(stage);
  stage.delay(Direction::up, {20ms});
  pair.client.send("x");
  stage.await_pieces(Direction::up, 1);
  stage.hold(Direction::up, true);
  EXPECT_EQ(pair.server.next(20ms + kAWhile), Next::nothing);
  stage.hold(Direction::up, false);
  EXPECT_EQ(pair.server.receive(1), "x");
}

TEST(FaultProxy, TheEndOfAHoldMakesNothingEarlier) {
  ProxyStage stage;
  Pair pair(stage);
  stage.delay(Direction::up, {80ms});
  const TimePoint sent = Clock::now();
  pair.client.send("x");
  stage.await_pieces(Direction::up, 1);
  stage.hold(Direction::up, true);
  stage.hold(Direction::up, false);
  EXPECT_EQ(pair.server.receive(1), "x");
  EXPECT_GE(Clock::now() - sent, 80ms);
}

TEST(FaultProxy, HoldsAFinAsWell) {
  ProxyStage stage;
  Pair pair(stage);
  stage.hold(Direction::up, true);
  pair.client.finish();
  EXPECT_EQ(pair.server.next(kAWhile), Next::nothing);
  stage.hold(Direction::up, false);
  EXPECT_EQ(pair.server.next(), Next::fin);
}

TEST(FaultProxy, ForwardsAHalfCloseAsAHalfClose) {
  for (const Direction way : kBothWays) {
    ProxyStage stage;
    Pair pair(stage);
    pair.from(way).send("last");
    pair.from(way).finish();
    EXPECT_EQ(pair.to(way).receive_all(), "last");
    EXPECT_EQ(stage.seen(way).ends, 1U);
    pair.to(way).send("and the answer");
    EXPECT_EQ(pair.from(way).receive(14), "and the answer");
    EXPECT_EQ(stage.connections(), 1U);
    pair.to(way).finish();
    EXPECT_EQ(pair.from(way).next(), Next::fin);
    EXPECT_EQ(stage.connections(), 0U);
  }
}

TEST(FaultProxy, AFinTakesTheTimeThatBytesTake) {
  ProxyStage stage;
  Pair pair(stage);
  stage.delay(Direction::up, {40ms});
  const TimePoint sent = Clock::now();
  pair.client.finish();
  EXPECT_EQ(pair.server.next(), Next::fin);
  EXPECT_GE(Clock::now() - sent, 40ms);
}

TEST(FaultProxy, ForwardsAResetAsAResetThatOvertakes) {
  for (const Direction way : kBothWays) {
    ProxyStage stage;
    Pair pair(stage);
    stage.delay(way, {1h});
    pair.from(way).send("lost");
    stage.await_pieces(way, 1);
    pair.from(way).reset();
    EXPECT_EQ(pair.to(way).next(), Next::reset);
    EXPECT_EQ(stage.connections(), 0U);
  }
}

TEST(FaultProxy, HoldsAResetAsWell) {
  for (const Direction way : kBothWays) {
    ProxyStage stage;
    Pair pair(stage);
    stage.hold(way, true);
    pair.from(way).reset();
    EXPECT_EQ(pair.to(way).next(kAWhile), Next::nothing);
    EXPECT_EQ(stage.connections(), 1U);
    stage.hold(way, false);
    EXPECT_EQ(pair.to(way).next(), Next::reset);
  }
}

TEST(FaultProxy, BytesForOneThatResetDoNotBetrayAResetThatIsHeld) {
  ProxyStage stage;
  Pair pair(stage);
  stage.hold(Direction::up, true);
  pair.client.reset();
  pair.server.send("to nobody");
  EXPECT_EQ(pair.server.next(kAWhile), Next::nothing);
  stage.hold(Direction::up, false);
  EXPECT_EQ(pair.server.next(), Next::reset);
}

TEST(FaultProxy, ResetsTheClientIfTheServerRefuses) {
  ProxyStage stage;
  stage.server.close();
  tests::TcpAttempt attempt(stage.port());
  ASSERT_TRUE(attempt.is_over());
  if (const int error = attempt.error(); error != 0) {
    EXPECT_EQ(error, ECONNRESET);
  } else {
    EXPECT_EQ(attempt.take().next(), Next::reset);
  }
}

TEST(FaultProxy, StopsReadingWhenItsWaterIsFull) {
  for (const Direction way : kBothWays) {
    ProxyStage stage;
    Pair pair(stage);
    stage.delay(way, {1h});
    const std::size_t sent = pair.from(way).send_until_blocked(numbered(100'000), 200ms);
    EXPECT_LE(stage.seen(way).bytes, 256U * 1024U);
    EXPECT_GT(stage.seen(way).bytes, 255U * 1024U);
    EXPECT_GT(sent, 256U * 1024U);
    pair.from(way).reset();
    EXPECT_EQ(pair.to(way).next(), Next::reset) << "noticed without reading";
  }
}

TEST(FaultProxy, CountsPiecesAsWellAsTheirBytes) {
  ProxyStage stage;
  Pair pair(stage);
  stage.delay(Direction::up, {1h});
  stage.make_pieces_of(1);
  pair.client.send_until_blocked(numbered(100'000), 200ms);
  EXPECT_GT(stage.seen(Direction::up).bytes, 1000U);
  EXPECT_LT(stage.seen(Direction::up).bytes, 70'000U) << "a piece of one byte costs more than one";
}

/// A wait that is over at once, again and again, would work and burn a processor.
TEST(FaultProxy, StandsStillWhileItWaits) {
  ProxyStage stage;
  Pair half_closed(stage);
  half_closed.client.finish();
  EXPECT_EQ(half_closed.server.next(), Next::fin);
  Pair finished(stage);
  stage.with_proxy([](FaultProxy& proxy) { proxy.finish_all(); });
  Pair orphan(stage);
  stage.with_proxy([](FaultProxy& proxy) { proxy.orphan_all(); });
  finished.client.finish();
  orphan.client.finish();
  Pair full(stage);
  Pair held(stage);
  stage.delay(Direction::up, {1h});
  full.client.send_until_blocked(numbered(100'000), kAWhile);
  stage.hold(Direction::down, true);
  held.server.send("held");
  held.server.reset();
  stage.listen(FaultProxy::Listening::ignore);

  EXPECT_LT(tests::processor_time_during(200ms), 100ms);
}

TEST(FaultProxy, LeavesNoDescriptorBehind) {
  const std::size_t before = tests::open_descriptors();
  {
    ProxyStage stage;
    for (int turn = 0; turn < 10; ++turn) {
      Pair pair(stage);
      stage.delay(Direction::up, {turn % 2 == 0 ? 0ms : 5ms});
      pair.client.send("x");
      if (turn % 3 == 0) pair.server.reset();
      if (turn % 3 == 1) stage.with_proxy([](FaultProxy& proxy) { proxy.orphan_all(); });
      stage.listen(FaultProxy::Listening::ignore);
      stage.listen(FaultProxy::Listening::forward);
    }
  }
  EXPECT_EQ(tests::open_descriptors(), before);
}

TEST(FaultProxy, AReaderThatStopsStopsTheSender) {
  for (const Direction way : kBothWays) {
    ProxyStage stage;
    Pair pair(stage);
    const std::string bytes = numbered(100'000);
    const std::size_t sent = pair.from(way).send_until_blocked(bytes, 200ms);
    const std::size_t read = stage.seen(way).bytes;
    EXPECT_LT(read, sent) << "the rest waits where the sender's kernel has it";
    pair.from(way).finish();
    std::string expected;
    while (expected.size() < sent) expected += bytes;
    EXPECT_EQ(pair.to(way).receive_all(), expected.substr(0, sent));
  }
}

}  // namespace

}  // namespace fishtank::net
