#include "live/server_host.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/helpers/plans.hpp"
#include "tests/helpers/tcp_peer.hpp"
#include "tests/helpers/web_socket_bytes.hpp"
#include "tests/live/bench.hpp"
#include "trace/sink.hpp"

/// The mock server on a port, with a peer that is no more than a socket.
namespace fishtank::live::test {
namespace {

using fishtank::tests::TcpPeer;
using std::chrono::milliseconds;

struct Nowhere final : trace::Sink {
  void write(const trace::Record&) override {}
};

/// Everybody is client 0, and nothing is wrong with its path.
struct Anybody final : Visitors {
  std::uint32_t client_of(const core::UserId&) override { return 0; }
  std::optional<int> refusal(std::uint32_t) override { return std::nullopt; }
  void touch(std::uint32_t, stage::FaultId, Instant) override {}
  void touch(const core::UserId&, stage::FaultId, Instant) override {}
  void server_writes(std::uint32_t, Instant) override {}
  void server_closes(std::uint32_t, stage::FaultId) override {}
  void spoke_nonsense(std::uint32_t, std::string_view, const std::string&, Instant) override {
    ++nonsense;
  }

  int nonsense = 0;
};

struct ServerHostTest : ::testing::Test {
  /// A peer whose WebSocket is open.
  TcpPeer opened() {
    TcpPeer peer = TcpPeer::connected_to(host.port());
    peer.send(tests::upgrade_request());
    EXPECT_TRUE(run_until(loop, [&] { return host.endpoint().connections() > 0; }));
    std::string head;
    while (!head.ends_with("\r\n\r\n")) head += peer.receive(1);
    return peer;
  }

  /// Cuts everybody off, at the next moment.
  void restart_soon(LoggingAlarm& alarm) {
    alarm.and_then = [this] {
      host.begin(plan::ServerBehaviour{.kind = plan::ServerBehaviour::Kind::down}, 1, {},
                 driver.now());
    };
    driver.set(alarm, driver.moment() + milliseconds(2));
  }

  net::Loop loop;
  Driver driver{loop, {.speed = 1, .waits = false}};
  plan::Plan plan = fishtank::testing::one_client(seconds(20));
  Nowhere sink;
  stage::Tank tank{plan, sink};
  Anybody visitors;
  ServerHost host{loop, driver, net::ServerOptions(), tank, visitors};
  Log log;
};

TEST_F(ServerHostTest, HearsWhatItsPeersSay) {
  driver.start();
  TcpPeer peer = opened();
  peer.send(tests::frame(0x81, "x"));
  EXPECT_TRUE(run_until(loop, [&] { return visitors.nonsense > 0; }));
  EXPECT_EQ(visitors.nonsense, 1);
}

/// What came in and an alarm are both due when a busy machine comes to them: the alarm goes first.
TEST_F(ServerHostTest, HearsNothingOfAConnectionThatAnAlarmHasEndedJustThen) {
  driver.start();
  for (const std::uint8_t kind : {std::uint8_t{0x81}, std::uint8_t{0x89}}) {  // a text, a Ping
    LoggingAlarm alarm(driver, log, 1);
    TcpPeer peer = opened();
    restart_soon(alarm);
    peer.send(tests::frame(kind, "x"));
    be_late(milliseconds(10));
    tests::Next end = tests::Next::nothing;
    run_until(loop, [&] { return (end = peer.next({})) != tests::Next::nothing; });
    EXPECT_EQ(end, tests::Next::reset);
    host.end(plan::ServerBehaviour{.kind = plan::ServerBehaviour::Kind::down}, 1, {}, driver.now());
  }
  EXPECT_EQ(visitors.nonsense, 0);
}

}  // namespace
}  // namespace fishtank::live::test
