#include <gtest/gtest.h>

#include <system_error>

#include "tests/net/bench.hpp"

/// A client and a server, as long as all is well; and how both of them hear of its end.
namespace fishtank::net::test {
namespace {

TEST(WebSocket, MessagesGoBothWaysInOrder) {
  ServerBench bench;
  OpenClient open(bench);
  for (int count = 0; count < 100; ++count) {
    EXPECT_TRUE(open.client->send("message " + std::to_string(count)));
  }
  bench.await([&] { return open.log.messages.size() == 100; }, "all echoes");
  EXPECT_EQ(open.log.messages.front(), "message 0");
  EXPECT_EQ(open.log.messages.back(), "message 99");
}

TEST(WebSocket, LongMessagesComeWhole) {
  ServerBench bench;
  OpenClient open(bench);
  const std::string text(1024 * 1024, 'x');
  EXPECT_TRUE(open.client->send(text));
  bench.await([&] { return !open.log.messages.empty(); }, "the echo");
  EXPECT_EQ(open.log.messages.front(), text);
}

TEST(WebSocket, TextThatIsNotUtf8IsNotSentByAClient) {
  ServerBench bench;
  OpenClient open(bench);
  EXPECT_FALSE(open.client->send("\xFF"));
  EXPECT_TRUE(open.client->send("fine"));
  bench.await([&] { return !open.log.messages.empty(); }, "the echo");
}

TEST(WebSocket, TheServerSeesTheClientsHeadersEachByItself) {
  ServerBench bench;
  ClientOptions options = bench.client();
  options.headers = {
      {"Host", "elsewhere"}, {"Cookie", "a=1; b=2, c"}, {"X-Two", "one"}, {"X-Two", "two"}};
  OpenClient open(bench, options);
  const HttpRequest& upgrade = bench.log.at(kFirst).upgrade;
  EXPECT_EQ(upgrade.method, "GET");
  EXPECT_EQ(upgrade.target, "/im?x=1");
  std::vector<std::pair<std::string, std::string>> ours;
  for (const auto& header : upgrade.headers) {
    for (const char* name : {"Host", "Cookie", "X-Two"}) {
      if (header.first == name) ours.push_back(header);
    }
  }
  ASSERT_EQ(ours.size(), 5U);
  EXPECT_EQ(ours[0].second, "127.0.0.1:" + std::to_string(bench.server->port()));
  EXPECT_EQ(ours[1].second, "elsewhere");
  EXPECT_EQ(ours[2].second, "a=1; b=2, c");
  EXPECT_EQ(ours[3].second, "one");
  EXPECT_EQ(ours[4].second, "two");
}

TEST(WebSocket, AHeaderThatWouldBeTwoLinesIsRefused) {
  ServerBench bench;
  ClientLog log;
  ClientOptions options = bench.client();
  options.headers = {{"X", "a\r\nY: b"}};
  EXPECT_THROW(WebSocketClient(bench.loop, options, log), std::invalid_argument);
  options = {};
  options.url = "http://127.0.0.1:1/";
  EXPECT_THROW(WebSocketClient(bench.loop, options, log), std::invalid_argument);
}

TEST(WebSocket, PingsAreAnsweredIfTheServersHandlerSaysSo) {
  ServerBench bench;
  OpenClient open(bench);
  open.client->ping();
  bench.await([&] { return open.log.pongs == 1; }, "the pong");
  bench.log.answers_pings = false;
  open.client->ping();
  open.client->send("after it");
  bench.await([&] { return !open.log.messages.empty(); }, "the echo");
  EXPECT_EQ(open.log.pongs, 1);
  EXPECT_EQ(bench.log.at(kFirst).pings, 2);
}

TEST(WebSocket, AClientAnswersTheServersPing) {
  ServerBench bench;
  OpenClient open(bench);
  bench.server->ping(kFirst);
  bench.await([&] { return bench.log.at(kFirst).pongs == 1; }, "the pong");
}

TEST(WebSocket, AClientKeepsNoPongsForAServerThatReadsNothing) {
  RawServer server;
  ASSERT_TRUE(server.upgrade());
  std::string pings;
  for (int count = 0; count < 100'000; ++count) pings += "\x89\x7d" + std::string(125, 'x');
  std::string_view rest = pings;
  EXPECT_TRUE(run_until(server.loop, [&] {
    rest.remove_prefix(server.raw->write(rest.substr(0, 25'000)));
    return rest.empty();
  }));
  EXPECT_FALSE(server.log.has_ended());
  EXPECT_GT(server.client->buffered(), 0U) << "the server would have to read";
  EXPECT_LT(server.client->buffered(), 1'000'000U) << "of 12 MB";
}

TEST(WebSocket, FlushedIsSaidWhenTheKernelHasTakenItAll) {
  ServerBench bench;
  OpenClient open(bench);
  open.client->send("one");
  EXPECT_GT(open.client->buffered(), 0U);
  EXPECT_EQ(open.log.flushes, 0) << "never from within send()";
  bench.await([&] { return open.log.flushes == 1; }, "flushed");
  EXPECT_EQ(open.client->buffered(), 0U);
}

TEST(WebSocket, FlushedIsNotSaidWhileTheServerDoesNotRead) {
  RawServer server;
  ASSERT_TRUE(server.upgrade());
  const std::string much(16 * 1024 * 1024, 'x');
  EXPECT_TRUE(server.client->send(much));
  run_for(server.loop, milliseconds(50));
  EXPECT_EQ(server.log.flushes, 0);
  EXPECT_GE(server.client->buffered(), much.size());
  EXPECT_TRUE(run_until(server.loop, [&] {
    server.raw->read();
    return server.log.flushes == 1;
  }));
}

TEST(WebSocket, RawBytesGoInOrderWithMessages) {
  ServerBench bench;
  OpenClient open(bench);
  bench.server->send(kFirst, "first");
  bench.server->send_raw(kFirst,
                         "\x01\x02"
                         "se");  // a fragment
  bench.server->send_raw(kFirst, std::string("\x80\x04"
                                             "cond"));
  bench.server->send(kFirst, "third");
  bench.await([&] { return open.log.messages.size() == 3; }, "three messages");
  EXPECT_EQ(open.log.messages, (std::vector<std::string>{"first", "second", "third"}));
}

TEST(WebSocket, ConnectionsAreCountedFromOneAndNeverAgain) {
  ServerBench bench;
  {
    OpenClient first(bench);
    EXPECT_EQ(bench.server->connections(), 1U);
  }
  bench.await([&] { return bench.server->connections() == 0; }, "the first is gone");
  OpenClient second(bench);
  EXPECT_TRUE(bench.log.at(ConnectionId{2}).is_open);
}

TEST(WebSocket, ADisusedIdDoesNothing) {
  ServerBench bench;
  bench.server->send(kFirst, "x");
  bench.server->send_raw(kFirst, "x");
  bench.server->ping(kFirst);
  bench.server->close(kFirst, 1000, "");
  bench.server->abort(kFirst);
  EXPECT_EQ(bench.server->buffered(kFirst), 0U);
}

TEST(WebSocket, ATakenPortIsSaidWithItsNumber) {
  ServerBench bench;
  ServerOptions options;
  options.port = bench.server->port();
  try {
    const WebSocketServer other(bench.loop, options, bench.log);
    FAIL() << "two servers on one port";
  } catch (const std::system_error& error) {
    EXPECT_NE(std::string(error.what()).find("127.0.0.1:" + std::to_string(options.port)),
              std::string::npos)
        << error.what();
  }
}

TEST(WebSocket, AServerThatStopsListeningKeepsItsConnections) {
  ServerBench bench;
  OpenClient open(bench);
  const ClientOptions options = bench.client();
  bench.server->stop_listening();
  ClientLog refused;
  const WebSocketClient late(bench.loop, options, refused);
  bench.await([&] { return refused.has_ended(); }, "the second is refused");
  EXPECT_EQ(refused.failure, OpenFailure::refused);
  open.client->send("still here");
  bench.await([&] { return !open.log.messages.empty(); }, "the echo");
}

TEST(WebSocket, AHandlerMayDestroyItsClientInAnyCall) {
  ServerBench bench;
  ClientLog log;
  std::unique_ptr<WebSocketClient> client;
  const auto destroy = [&] { client.reset(); };
  log.on_open = destroy;
  client = std::make_unique<WebSocketClient>(bench.loop, bench.client(), log);
  bench.await([&] { return client == nullptr; }, "destroyed by opened()");
  log.on_open = [&] { client->send("x"); };
  log.on_message = destroy;
  client = std::make_unique<WebSocketClient>(bench.loop, bench.client(), log);
  bench.await([&] { return client == nullptr; }, "destroyed by received()");
  log.on_open = [&] { client->close(1000, ""); };
  log.on_end = destroy;
  client = std::make_unique<WebSocketClient>(bench.loop, bench.client(), log);
  bench.await([&] { return client == nullptr; }, "destroyed by closed()");
  run_for(bench.loop, milliseconds(5));
}

TEST(WebSocket, AHandlerMayDestroyItsServer) {
  ServerBench bench;
  OpenClient open(bench);
  bench.log.on_message = [&](ConnectionId, std::string_view) { bench.server.reset(); };
  open.client->send("x");
  bench.await([&] { return open.log.has_ended(); }, "the client is reset");
  EXPECT_EQ(open.log.ending->cause, CloseCause::reset);
  EXPECT_FALSE(bench.log.at(kFirst).ending) << "no call after the server's end";
}

}  // namespace
}  // namespace fishtank::net::test
