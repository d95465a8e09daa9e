#include <gtest/gtest.h>

#include <string>

#include "net/fault_proxy.hpp"
#include "tests/net/proxy_stage.hpp"

/// How a proxy ends connections.
namespace fishtank::net {

namespace {

using namespace std::chrono_literals;
using tests::kBothWays;
using tests::Next;
using tests::Pair;
using tests::ProxyStage;
using tests::TcpPeer;

constexpr auto kAWhile = 60ms;

std::size_t reset_all(ProxyStage& stage) {
  return stage.with_proxy([](FaultProxy& proxy) { return proxy.reset_all(); });
}
std::size_t finish_all(ProxyStage& stage) {
  return stage.with_proxy([](FaultProxy& proxy) { return proxy.finish_all(); });
}
std::size_t orphan_all(ProxyStage& stage) {
  return stage.with_proxy([](FaultProxy& proxy) { return proxy.orphan_all(); });
}
void end_orphans(ProxyStage& stage) {
  stage.with_proxy([](FaultProxy& proxy) { proxy.end_orphans(); });
}

TEST(FaultProxyEnds, ResetsEachConnectionOnBothSides) {
  ProxyStage stage;
  Pair first(stage);
  Pair second(stage);
  stage.hold(Direction::up, true);
  EXPECT_EQ(reset_all(stage), 2U) << "a hold is no shelter";
  for (const Direction way : kBothWays) {
    EXPECT_EQ(first.to(way).next(), Next::reset);
    EXPECT_EQ(second.to(way).next(), Next::reset);
  }
  EXPECT_EQ(reset_all(stage), 0U);
  EXPECT_EQ(stage.connections(), 0U);
}

TEST(FaultProxyEnds, ResetsThoseThatAreAboutToBeAccepted) {
  ProxyStage stage;
  const std::uint16_t port = stage.port();
  const std::size_t reset = stage.with_proxy([port](FaultProxy& proxy) {
    TcpPeer client = TcpPeer::connected_to(port);
    const std::size_t count = proxy.reset_all();
    EXPECT_EQ(client.next(), Next::reset);
    return count;
  });
  EXPECT_EQ(reset, 1U);
}

TEST(FaultProxyEnds, FinishesEachConnectionOnBothSidesAndDropsWhatIsUnderWay) {
  ProxyStage stage;
  Pair pair(stage);
  for (const Direction way : kBothWays) {
    stage.delay(way, {1h});
    pair.from(way).send("lost");
    stage.await_pieces(way, 1);
  }
  EXPECT_EQ(finish_all(stage), 1U);
  EXPECT_EQ(stage.connections(), 0U);
  for (const Direction way : kBothWays) EXPECT_EQ(pair.to(way).next(), Next::fin);
}

TEST(FaultProxyEnds, AFinishIsNoResetEvenIfBytesWereLeftUnread) {
  ProxyStage stage;
  Pair pair(stage);
  for (const Direction way : kBothWays) {
    stage.hold(way, true);
    pair.from(way).send("not read");
  }
  EXPECT_EQ(finish_all(stage), 1U);
  for (const Direction way : kBothWays) {
    EXPECT_EQ(pair.to(way).next(), Next::fin);
    pair.to(way).send(std::string(12'000'000, 'x'));  // more than kernels hold
  }
  EXPECT_EQ(pair.client.next(kAWhile), Next::fin);
  EXPECT_EQ(finish_all(stage), 0U);
}

TEST(FaultProxyEnds, AnOrphanHearsNothingAndItsServerIsReset) {
  ProxyStage stage;
  Pair pair(stage);
  EXPECT_EQ(orphan_all(stage), 1U);
  EXPECT_EQ(pair.server.next(), Next::reset);
  pair.client.send(std::string(1'000'000, 'x'));
  EXPECT_EQ(pair.client.next(kAWhile), Next::nothing);
  EXPECT_EQ(stage.connections(), 1U);
  EXPECT_EQ(orphan_all(stage), 0U) << "once is enough";

  Pair next(stage);
  next.client.send("x");
  EXPECT_EQ(next.server.receive(1), "x");
}

TEST(FaultProxyEnds, AfterTheEndOfOrphansTheNextByteIsAnsweredWithReset) {
  ProxyStage stage;
  Pair pair(stage);
  orphan_all(stage);
  end_orphans(stage);
  EXPECT_EQ(pair.client.next(kAWhile), Next::nothing) << "nobody has asked yet";
  pair.client.send("x");
  EXPECT_EQ(pair.client.next(), Next::reset);
  EXPECT_EQ(stage.connections(), 0U);
}

TEST(FaultProxyEnds, TheResetOfAnOrphanWaitsForAHold) {
  ProxyStage stage;
  Pair pair(stage);
  orphan_all(stage);
  end_orphans(stage);
  stage.hold(Direction::down, true);
  pair.client.send("x");
  EXPECT_EQ(pair.client.next(kAWhile), Next::nothing);
  stage.hold(Direction::down, false);
  EXPECT_EQ(pair.client.next(), Next::reset);
}

TEST(FaultProxyEnds, AnOrphanDoesNotHearAResetOfItsServerThatWasHeld) {
  ProxyStage stage;
  Pair pair(stage);
  stage.hold(Direction::down, true);
  pair.server.reset();
  EXPECT_EQ(pair.client.next(kAWhile), Next::nothing);
  EXPECT_EQ(orphan_all(stage), 1U);
  stage.hold(Direction::down, false);
  EXPECT_EQ(pair.client.next(kAWhile), Next::nothing);
  EXPECT_EQ(stage.connections(), 1U);
}

TEST(FaultProxyEnds, AnOrphanWhoseClientLeftCountsNoMore) {
  ProxyStage stage;
  Pair pair(stage);
  orphan_all(stage);
  pair.client.finish();
  EXPECT_EQ(pair.client.next(kAWhile), Next::nothing);
  EXPECT_EQ(stage.connections(), 0U);
  end_orphans(stage);
}

TEST(FaultProxyEnds, OrphansAreReset) {
  ProxyStage stage;
  Pair pair(stage);
  orphan_all(stage);
  EXPECT_EQ(reset_all(stage), 1U);
  EXPECT_EQ(pair.client.next(), Next::reset);
}

TEST(FaultProxyEnds, GivesAClientUpThatTakesNothingForTooLong) {
  ProxyStage stage;
  tests::TestWater water;
  std::optional<FaultProxy> proxy;
  FaultProxy::Place place;
  place.unacknowledged = 300ms;
  stage.in_loop(
      [&] { proxy.emplace(stage.loop(), place, stage.server.port(), water, FaultProxy::Limit{}); });
  const TcpPeer client = TcpPeer::connected_to(proxy->port());
  TcpPeer server = stage.server.accept();
  server.send_until_blocked(std::string(65'536, 'x'), 100ms);
  EXPECT_EQ(server.next(), Next::reset);
  stage.in_loop([&] { proxy.reset(); });
}

TEST(FaultProxyEnds, ItsOwnEndResetsWhateverIsOpen) {
  ProxyStage stage;
  Pair pair(stage);
  stage.delay(Direction::up, {1h});
  pair.client.send("lost");
  stage.await_pieces(Direction::up, 1);
  stage.destroy_proxy();
  for (const Direction way : kBothWays) EXPECT_EQ(pair.to(way).next(), Next::reset);
}

TEST(FaultProxyEnds, ItsOwnEndWithHandlersUnderWayIsSafe) {
  for (int turn = 0; turn < 20; ++turn) {
    ProxyStage stage;
    Pair pair(stage);
    stage.delay(Direction::up, {1ms});
    if (turn % 2 == 0) {
      stage.with_proxy([](FaultProxy& proxy) { proxy.listen(FaultProxy::Listening::ignore); });
    }
    pair.client.send("x");
    if (turn % 3 == 0) pair.server.reset();
    if (turn % 5 == 0) finish_all(stage);
    stage.destroy_proxy();
  }
}

}  // namespace

}  // namespace fishtank::net
