#include <gtest/gtest.h>

#include <algorithm>

#include "tests/net/bench.hpp"

/// The ways in which a WebSocket does not open.
namespace fishtank::net::test {
namespace {

/// Opens a client, awaits its end and says how it failed.
std::optional<OpenFailure> failure_of(ClientLog& log, const ClientOptions& options) {
  Loop loop;
  const WebSocketClient client(loop, options, log);
  EXPECT_FALSE(log.has_ended()) << "never from within the constructor";
  EXPECT_TRUE(run_until(loop, [&] { return log.has_ended(); })) << "never: the end";
  return log.failure;
}

std::optional<OpenFailure> failure_at(std::uint16_t port) {
  ClientLog log;
  ClientOptions options;
  options.url = "ws://127.0.0.1:" + std::to_string(port);
  return failure_of(log, options);
}

TEST(Opening, IsRefusedWhereNobodyListens) {
  EXPECT_EQ(failure_at(closed_port()), OpenFailure::refused);
}

TEST(Opening, NeedsAnAddress) {
  ClientLog log;
  ClientOptions options;
  options.url = "ws://" + std::string(70, 'x') + ".invalid/";  // longer than a label may be
  EXPECT_EQ(failure_of(log, options), OpenFailure::no_address);
  EXPECT_NE(log.detail, "");
}

TEST(Opening, IsGivenUpWhenTheServerIsSilent) {
  RawListener listener;
  ClientLog log;
  ClientOptions options;
  options.url = "ws://127.0.0.1:" + std::to_string(listener.port());
  options.open_timeout = milliseconds(50);
  const TimePoint begin = Clock::now();
  EXPECT_EQ(failure_of(log, options), OpenFailure::timeout);
  EXPECT_GE(Clock::now() - begin, milliseconds(50));
  const auto raw = listener.accept();
  ASSERT_NE(raw, nullptr);
  raw->read();
  EXPECT_EQ(raw->end(), RawSocket::End::reset) << "what is given up is reset";
}

TEST(Opening, EndsWithTheServersStatusIfThatIsNot101) {
  ServerBench bench;
  bench.log.upgrade_status = 403;
  ClientLog log;
  const WebSocketClient client(bench.loop, bench.client(), log);
  bench.await([&] { return log.has_ended(); }, "the end");
  EXPECT_EQ(log.failure, OpenFailure::http_status);
  EXPECT_EQ(log.status, 403);
  EXPECT_FALSE(bench.log.at(kFirst).is_open);
  EXPECT_FALSE(bench.log.at(kFirst).ending) << "what never opened is not closed";
}

TEST(Opening, TakesGarbageForWhatItIs) {
  RawServer server;
  server.request();
  server.raw->write("\x01\x02nonsense\r\n\r\n");
  ASSERT_TRUE(server.end());
  EXPECT_EQ(server.log.failure, OpenFailure::protocol);
}

TEST(Opening, TakesGarbageWithoutAnEndOfLineForWhatItIs) {
  RawServer server;
  server.request();
  server.raw->write("nonsense");
  server.raw.reset();
  ASSERT_TRUE(server.end());
  EXPECT_EQ(server.log.failure, OpenFailure::protocol);
}

TEST(Opening, NeedsTheRightAnswerToItsKey) {
  RawServer server;
  server.request();
  server.raw->write(
      "HTTP/1.1 101 Fine\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: wrong\r\n\r\n");
  ASSERT_TRUE(server.end());
  EXPECT_EQ(server.log.failure, OpenFailure::protocol);
}

TEST(Opening, IsResetIfTcpEndsBeforeTheAnswer) {
  for (const bool orderly : {true, false}) {
    RawServer server;
    server.request();
    orderly ? server.raw->finish() : server.raw->reset();
    ASSERT_TRUE(server.end());
    EXPECT_EQ(server.log.failure, OpenFailure::reset);
  }
}

TEST(Opening, CanBeClosedOnTheWay) {
  RawServer server;
  server.request();
  server.client->close(1000, "");
  EXPECT_FALSE(server.log.has_ended()) << "never from within close()";
  ASSERT_TRUE(server.end());
  ASSERT_TRUE(server.log.ending);
  EXPECT_EQ(server.log.ending->cause, CloseCause::own_close);
}

TEST(Opening, CanBeAbortedAtAnyMoment) {
  for (const bool asked : {false, true}) {
    RawServer server;
    if (asked) server.request();
    server.client->abort();
    server.client->close(1000, "");
    run_for(server.loop, milliseconds(10));
    EXPECT_FALSE(server.log.has_ended());
  }
}

// ---- What a server lets in -------------------------------------------------------------------

/// The server's answer to a request, up to its end.
std::string answer_to(ServerBench& bench, const std::string& request) {
  RawSocket raw(bench.server->port());
  raw.write(request);
  bench.await(
      [&] {
        raw.read();
        return raw.end() != RawSocket::End::none ||
               raw.heard().find("\r\n\r\n") != std::string::npos;
      },
      "an answer");
  return raw.heard();
}

/// An upgrade request with other headers before its own.
std::string with_headers(const std::string& headers) {
  std::string request = upgrade_request();
  return request.insert(request.find("Host:"), headers);
}

TEST(Upgrades, MayRepeatHostAndConnection) {
  ServerBench bench;
  const std::string answer =
      answer_to(bench, with_headers("Host: 127.0.0.1:1\r\nConnection: keep-alive\r\n"));
  EXPECT_EQ(answer.rfind("HTTP/1.1 101", 0), 0U) << answer;
  const auto& headers = bench.log.at(kFirst).upgrade.headers;
  const auto hosts = std::count_if(headers.begin(), headers.end(),
                                   [](auto& item) { return item.first == "Host"; });
  EXPECT_EQ(hosts, 2);
  EXPECT_EQ(headers.front().second, "127.0.0.1:1");
}

TEST(Upgrades, GetNoExtensionAndNoSubprotocol) {
  ServerBench bench;
  const std::string answer = answer_to(
      bench, with_headers("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
                          "Sec-WebSocket-Protocol: chat\r\n"));
  EXPECT_EQ(answer.rfind("HTTP/1.1 101", 0), 0U) << answer;
  EXPECT_EQ(answer.find("Extensions"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("Protocol:"), std::string::npos) << answer;
}

TEST(Upgrades, OfferNonsenseAsExtensionAtNoCost) {
  ServerBench bench;
  const std::string answer = answer_to(bench, with_headers("Sec-WebSocket-Extensions: ;;=,\"\r\n"));
  EXPECT_EQ(answer.rfind("HTTP/1.1 101", 0), 0U) << answer;
}

TEST(Upgrades, OfOtherVersionsAreRefused) {
  ServerBench bench;
  for (const std::string version : {"0", "7", "8", "12", "99", "x", ""}) {
    std::string request = upgrade_request();
    request.replace(request.find("13\r\n"), 2, version);
    const std::string answer = answer_to(bench, request);
    EXPECT_EQ(answer.rfind("HTTP/1.1 400", 0), 0U) << version << ": " << answer;
  }
  EXPECT_TRUE(bench.log.sockets.empty());
}

TEST(Upgrades, WithoutAKeyAreRefused) {
  ServerBench bench;
  std::string request = upgrade_request();
  request.erase(request.find("Sec-WebSocket-Key"), 45);
  const std::string answer = answer_to(bench, request);
  EXPECT_EQ(answer.rfind("HTTP/1.1 400", 0), 0U) << answer;
}

}  // namespace
}  // namespace fishtank::net::test
