#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <list>
#include <optional>
#include <system_error>
#include <thread>

#include "net/fault_proxy.hpp"
#include "tests/net/proxy_stage.hpp"

/// How a proxy meets new connections.
namespace fishtank::net {

namespace {

using namespace std::chrono_literals;
using tests::Next;
using tests::Pair;
using tests::ProxyStage;
using tests::TcpAttempt;
using tests::TcpPeer;
using Listening = FaultProxy::Listening;

constexpr auto kAWhile = 60ms;

/// Expects bytes to come through, both ways.
void expect_to_talk(Pair& pair) {
  for (const Direction way : tests::kBothWays) {
    pair.from(way).send("hello");
    EXPECT_EQ(pair.to(way).receive(5), "hello");
  }
}

TEST(FaultProxyListening, RefusesAndComesBackAtTheSamePort) {
  ProxyStage stage;
  const std::uint16_t port = stage.port();
  for (int turn = 0; turn < 3; ++turn) {
    Pair before(stage);
    stage.listen(Listening::refuse);
    TcpAttempt attempt(port);
    ASSERT_TRUE(attempt.is_over());
    EXPECT_EQ(attempt.error(), ECONNREFUSED);
    expect_to_talk(before);
    stage.listen(Listening::forward);
    EXPECT_EQ(stage.port(), port);
    Pair after(stage);
    expect_to_talk(after);
  }
}

TEST(FaultProxyListening, NobodyElseGetsThePortWhileItRefuses) {
  ProxyStage stage;
  Pair before(stage);
  for (int turn = 0; turn < 2; ++turn) {
    stage.listen(Listening::refuse);
    EXPECT_FALSE(tests::can_be_listened_at(stage.port()));
    stage.listen(Listening::forward);
  }
  expect_to_talk(before);
}

TEST(FaultProxyListening, ConnectionsThatWereReadyBeforeItRefusesAreServed) {
  ProxyStage stage;
  const std::uint16_t port = stage.port();
  // Within one task of the loop: the proxy has not come to accept it.
  const auto client = stage.with_proxy([port](FaultProxy& proxy) {
    auto connected = std::make_shared<TcpPeer>(TcpPeer::connected_to(port));
    proxy.listen(Listening::refuse);
    return connected;
  });
  TcpPeer server = stage.server.accept();
  client->send("x");
  EXPECT_EQ(server.receive(1), "x");
}

/// The client's kernel repeats its SYN after one second.
TEST(FaultProxyListening, IgnoresAndAcceptsThoseThatStillTryAfterwards) {
  ProxyStage stage;
  Pair before(stage);
  stage.listen(Listening::ignore);
  std::list<TcpAttempt> attempts;
  for (int count = 0; count < 5; ++count) attempts.emplace_back(stage.port());
  EXPECT_FALSE(attempts.front().is_over(200ms));
  for (TcpAttempt& attempt : attempts) EXPECT_FALSE(attempt.is_over(0ms));
  expect_to_talk(before);
  EXPECT_EQ(stage.connections(), 1U);

  stage.listen(Listening::forward);
  std::list<TcpPeer> clients;
  for (TcpAttempt& attempt : attempts) {
    ASSERT_TRUE(attempt.is_over());
    EXPECT_EQ(attempt.error(), 0);
    clients.push_back(attempt.take());
    clients.back().send("x");
  }
  for (std::size_t count = 0; count < clients.size(); ++count) {
    TcpPeer server = stage.server.accept();
    EXPECT_EQ(server.receive(1), "x");
  }
  EXPECT_FALSE(stage.server.is_called(0ms)) << "the proxy's own fillers are no clients";
}

TEST(FaultProxyListening, IgnoresAgainAndAgainWithoutATrace) {
  ProxyStage stage;
  for (int turn = 0; turn < 20; ++turn) {
    stage.listen(Listening::ignore);
    TcpAttempt attempt(stage.port());
    EXPECT_FALSE(attempt.is_over(5ms));
    if (turn % 2 == 0) stage.listen(Listening::refuse);
    stage.listen(Listening::forward);
  }
  EXPECT_EQ(stage.connections(), 0U);
  Pair pair(stage);
  expect_to_talk(pair);
  EXPECT_EQ(stage.connections(), 1U);
}

/// Whether a connect to ::1 ends within that time, well or not.
bool is_answered_over_ipv6(std::uint16_t port, std::chrono::milliseconds within) {
  const int client = ::socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  address.sin6_port = htons(port);
  ::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  pollfd answered{client, POLLOUT, 0};
  const int count = ::poll(&answered, 1, static_cast<int>(within.count()));
  ::close(client);
  return count > 0;
}

TEST(FaultProxyListening, IgnoresOverIpv6AsWell) {
  Loop loop;
  tests::TestWater water;
  std::optional<FaultProxy> proxy;
  try {
    proxy.emplace(loop, FaultProxy::Place{"::1", 0, {}}, std::uint16_t{1}, water,
                  FaultProxy::Limit{});
  } catch (const std::system_error&) {
    GTEST_SKIP() << "this machine has no IPv6";
  }
  EXPECT_TRUE(is_answered_over_ipv6(proxy->port(), tests::kPatience));
  proxy->listen(Listening::ignore);
  EXPECT_FALSE(is_answered_over_ipv6(proxy->port(), kAWhile));
}

TEST(FaultProxyListening, RefusesAfterItIgnored) {
  ProxyStage stage;
  stage.listen(Listening::ignore);
  stage.listen(Listening::refuse);
  TcpAttempt attempt(stage.port());
  ASSERT_TRUE(attempt.is_over());
  EXPECT_EQ(attempt.error(), ECONNREFUSED);
  stage.listen(Listening::ignore);
  TcpAttempt another(stage.port());
  EXPECT_FALSE(another.is_over(kAWhile));
}

TEST(FaultProxyListening, SilentOpensAndSwallows) {
  ProxyStage stage;
  stage.listen(Listening::silent);
  TcpPeer client = stage.connect();
  client.send("is anybody there?");
  client.send(std::string(1'000'000, 'x'));
  EXPECT_EQ(client.next(kAWhile), Next::nothing);
  EXPECT_FALSE(stage.server.is_called(0ms));
  EXPECT_EQ(stage.connections(), 1U);

  stage.listen(Listening::forward);
  Pair after(stage);
  expect_to_talk(after);
  client.finish();
  EXPECT_EQ(client.next(kAWhile), Next::nothing) << "a FIN gets no answer either";
  EXPECT_EQ(stage.connections(), 1U) << "its client has left it";
}

TEST(FaultProxyListening, GarbageAnswersTheFirstBytesWithNonsenseAndFin) {
  ProxyStage stage;
  stage.listen(Listening::garbage);
  TcpPeer client = stage.connect();
  EXPECT_EQ(client.next(kAWhile), Next::nothing);
  client.send("GET / HTTP/1.1\r\n\r\n");
  const std::string answer = client.receive_all();
  EXPECT_FALSE(answer.empty());
  EXPECT_NE(answer.substr(0, 4), "HTTP");
  client.send("more");
  EXPECT_EQ(client.next(kAWhile), Next::fin) << "not a reset";
  EXPECT_FALSE(stage.server.is_called(0ms));
  client.finish();
}

TEST(FaultProxyListening, NonsenseTakesItsTimeThroughTheWater) {
  ProxyStage stage;
  stage.listen(Listening::garbage);
  stage.delay(Direction::down, {40ms});
  TcpPeer client = stage.connect();
  const TimePoint sent = Clock::now();
  client.send("x");
  EXPECT_FALSE(client.receive_all().empty());
  EXPECT_GE(Clock::now() - sent, 40ms);
}

/// Those that get no answer have no server that could limit them.
TEST(FaultProxyListening, AcceptsSoManyAndResetsTheNext) {
  for (const Listening how : {Listening::forward, Listening::silent, Listening::garbage}) {
    std::atomic<int> shed = 0;
    ProxyStage stage({.connections = 2, .shed = [&](const std::string& peer) {
                        EXPECT_EQ(peer.rfind("127.0.0.1:", 0), 0U) << peer;
                        ++shed;
                      }});
    stage.listen(how);
    TcpPeer first = stage.connect();
    TcpPeer second = stage.connect();
    TcpAttempt third(stage.port());
    ASSERT_TRUE(third.is_over());
    if (const int error = third.error(); error != 0) {
      EXPECT_EQ(error, ECONNRESET);
    } else {
      EXPECT_EQ(third.take().next(), Next::reset);
    }
    EXPECT_EQ(stage.connections(), 2U);
    EXPECT_EQ(shed, 1);
    first.reset();
    const TimePoint deadline = Clock::now() + tests::kPatience;
    while (stage.connections() == 2 && Clock::now() < deadline) std::this_thread::sleep_for(1ms);
    TcpPeer fourth = stage.connect();
    EXPECT_EQ(fourth.next(kAWhile), Next::nothing) << "there is room again";
  }
}

TEST(FaultProxyListening, ACrowdIsAcceptedInTurnsAndAllOfIt) {
  constexpr std::size_t kCrowd = 300;
  ProxyStage stage;
  std::list<TcpPeer> crowd;
  stage.in_loop([&] {  // so that all are waiting when the proxy comes to it
    const std::uint16_t port = stage.port_in_loop();
    while (crowd.size() < kCrowd) crowd.push_back(TcpPeer::connected_to(port));
  });
  for (std::size_t count = 0; count < kCrowd; ++count) stage.server.accept();
}

TEST(FaultProxyListening, AThousandProxiesStandIdle) {
  ProxyStage stage;
  tests::TestWater water;
  auto proxies = stage.in_loop([&] {
    std::list<FaultProxy> made;
    for (int count = 0; count < 1'000; ++count) {
      made.emplace_back(stage.loop(), stage.server.port(), water);
    }
    return made;
  });
  TcpPeer client = TcpPeer::connected_to(proxies.back().port());
  TcpPeer server = stage.server.accept();
  client.send("x");
  EXPECT_EQ(server.receive(1), "x");
  stage.in_loop([&] { proxies.clear(); });
  EXPECT_EQ(client.next(), Next::reset);
}

}  // namespace

}  // namespace fishtank::net
