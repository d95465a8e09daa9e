#include <gtest/gtest.h>

#include "tests/net/bench.hpp"

/// How both sides hear of the end of a WebSocket.
namespace fishtank::net::test {
namespace {

void await_both(ServerBench& bench, OpenClient& open) {
  bench.await([&] { return open.log.has_ended() && bench.log.at(kFirst).ending; }, "both ends");
  EXPECT_EQ(open.log.calls_after_the_end, 0);
}

TEST(Closing, ByTheClientIsAHandshake) {
  ServerBench bench;
  OpenClient open(bench);
  open.client->close(1000, "bye");
  EXPECT_FALSE(open.log.has_ended()) << "never from within close()";
  EXPECT_FALSE(open.client->send("late"));
  await_both(bench, open);
  EXPECT_EQ(open.log.ending->cause, CloseCause::own_close);
  EXPECT_EQ(open.log.ending->code, 1000);
  const Ending& served = *bench.log.at(kFirst).ending;
  EXPECT_EQ(served.cause, CloseCause::close_frame);
  EXPECT_EQ(served.code, 1000);
  EXPECT_EQ(served.reason, "bye");
  EXPECT_EQ(bench.server->connections(), 0U);
}

TEST(Closing, ByTheServerIsAHandshakeWhateverTheCode) {
  for (const std::uint16_t code : std::vector<std::uint16_t>{1000, 1001, 1002, 1008, 1011, 4001}) {
    ServerBench bench;
    OpenClient open(bench);
    bench.server->close(kFirst, code, "kicked");
    await_both(bench, open);
    EXPECT_EQ(open.log.ending->cause, CloseCause::close_frame);
    EXPECT_EQ(open.log.ending->code, code);
    EXPECT_EQ(open.log.ending->reason, "kicked");
    EXPECT_EQ(bench.log.at(kFirst).ending->cause, CloseCause::own_close);
    EXPECT_EQ(bench.log.at(kFirst).ending->code, code) << "of the answer";
  }
}

/// A connection that is held up on its way still gets what was written before its end.
TEST(Closing, ReachesAPeerThatReadsLaterThanTheServerWaits) {
  ServerOptions options;
  options.limits.closing = milliseconds(50);
  ServerBench bench(options);
  const auto peer = upgraded(bench);
  peer->read();
  peer->forget();
  bench.server->send(kFirst, "said before");
  peer->write(std::string_view("\x88\x80\0\0\0\0", 6));  // a close frame
  bench.await([&] { return bench.log.at(kFirst).ending.has_value(); }, "the end");
  run_for(bench.loop, milliseconds(200));  // the server has let go of the socket
  EXPECT_FALSE(peer->is_broken()) << "a proxy between would pass that on";
  bench.await(
      [&] {
        peer->read();
        return peer->end() != RawSocket::End::none;
      },
      "the end");
  EXPECT_EQ(peer->end(), RawSocket::End::fin);
  EXPECT_NE(peer->heard().find("said before"), std::string::npos);
}

TEST(Closing, WithoutACodeIsToldAs1005) {
  ServerBench bench;
  OpenClient open(bench);
  bench.server->close(kFirst, 1005, "not sent");
  await_both(bench, open);
  EXPECT_EQ(open.log.ending->cause, CloseCause::close_frame);
  EXPECT_EQ(open.log.ending->code, 1005);
  EXPECT_EQ(open.log.ending->reason, "");
}

TEST(Closing, WithAForbiddenCodeIsWithoutACode) {
  for (const std::uint16_t code :
       std::vector<std::uint16_t>{0, 999, 1006, 1015, 1016, 2999, 5000}) {
    ServerBench bench;
    OpenClient open(bench);
    open.client->close(code, "x");
    await_both(bench, open);
    EXPECT_EQ(bench.log.at(kFirst).ending->code, 1005) << code;
  }
}

TEST(Closing, ByBothAtOnceEndsAsWell) {
  ServerBench bench;
  OpenClient open(bench);
  open.client->close(1000, "");
  bench.server->close(kFirst, 1001, "");
  await_both(bench, open);
  EXPECT_EQ(open.log.ending->cause, CloseCause::own_close);
  EXPECT_EQ(bench.log.at(kFirst).ending->cause, CloseCause::own_close);
}

TEST(Closing, WhatWasSentBeforeStillArrives) {
  ServerBench bench;
  bench.log.on_message = nullptr;
  OpenClient open(bench);
  for (int count = 0; count < 1000; ++count) open.client->send(std::string(1000, 'x'));
  open.client->close(1000, "");
  await_both(bench, open);
  EXPECT_EQ(bench.log.at(kFirst).messages.size(), 1000U);
}

TEST(Closing, ByAbortOfTheClientIsAReset) {
  ServerBench bench;
  OpenClient open(bench);
  open.client->abort();
  EXPECT_FALSE(open.client->send("late"));
  bench.await([&] { return bench.log.at(kFirst).ending.has_value(); }, "the server's end");
  EXPECT_EQ(bench.log.at(kFirst).ending->cause, CloseCause::reset);
  EXPECT_EQ(bench.log.at(kFirst).ending->code, 1006);
  EXPECT_FALSE(open.log.has_ended()) << "who aborts is called no more";
}

TEST(Closing, ByAbortOfTheServerIsAReset) {
  ServerBench bench;
  OpenClient open(bench);
  bench.server->abort(kFirst);
  EXPECT_EQ(bench.server->connections(), 0U);
  bench.await([&] { return open.log.has_ended(); }, "the client's end");
  EXPECT_EQ(open.log.ending->cause, CloseCause::reset);
  EXPECT_EQ(open.log.ending->code, 1006);
  EXPECT_FALSE(bench.log.at(kFirst).ending) << "closed() does not follow abort()";
}

TEST(Closing, ByDestructionIsAReset) {
  ServerBench bench;
  OpenClient open(bench);
  open.client.reset();
  bench.await([&] { return bench.log.at(kFirst).ending.has_value(); }, "the server's end");
  EXPECT_EQ(bench.log.at(kFirst).ending->cause, CloseCause::reset);
}

TEST(Closing, AFinWithoutACloseFrameIsTheEndOfTheStream) {
  ServerBench bench;
  const auto raw = upgraded(bench);
  raw->finish();
  bench.await([&] { return bench.log.at(kFirst).ending.has_value(); }, "the server's end");
  EXPECT_EQ(bench.log.at(kFirst).ending->cause, CloseCause::end_of_stream);

  RawServer server;
  ASSERT_TRUE(server.upgrade());
  server.raw->finish();
  ASSERT_TRUE(server.end());
  EXPECT_EQ(server.log.ending->cause, CloseCause::end_of_stream);
  EXPECT_EQ(server.log.ending->code, 1006);
}

TEST(Closing, AServerThatResetsAfterItsCloseFrameHasClosed) {
  RawServer server;
  ASSERT_TRUE(server.upgrade());
  server.raw->write("\x88\x02\x03\xE9");  // 1001
  EXPECT_TRUE(run_until(server.loop, [&] {
    server.raw->read();
    return !server.raw->heard().empty();
  }));
  EXPECT_FALSE(server.log.has_ended()) << "TCP is the server's to end";
  server.raw->reset();
  ASSERT_TRUE(server.end());
  EXPECT_EQ(server.log.ending->cause, CloseCause::close_frame);
  EXPECT_EQ(server.log.ending->code, 1001);
}

TEST(Closing, OfAServerThatDoesNotAnswerIsOverAfterTheTimeout) {
  ClientOptions options;
  options.close_timeout = milliseconds(50);
  RawServer server(options);
  ASSERT_TRUE(server.upgrade());
  server.client->close(1000, "");
  ASSERT_TRUE(server.end());
  EXPECT_EQ(server.log.ending->cause, CloseCause::own_close);
  EXPECT_EQ(server.log.ending->code, 1006);
}

TEST(Closing, OfAClientThatDoesNotAnswerIsTimedOut) {
  ServerOptions options;
  options.limits.closing = milliseconds(50);
  ServerBench bench(options);
  const auto raw = upgraded(bench);
  bench.server->close(kFirst, 1001, "");
  bench.await([&] { return bench.log.at(kFirst).ending.has_value(); }, "the server's end");
  EXPECT_EQ(bench.log.at(kFirst).ending->cause, CloseCause::close_unanswered);
}

TEST(Closing, AClientComplainsOfAServerThatBreaksTheProtocol) {
  struct Case {
    std::string bytes;
    std::uint16_t code;
  };
  const std::vector<Case> cases{
      {std::string("\x81\x81\0\0\0\0x", 7), 1002},  // masked
      {"\x83\x01x", 1002},                          // an opcode that is none
      {"\x81\x01\xFF", 1007},                       // no UTF-8
      {std::string("\x81\x7F\0\0\0\0\0\x20\0\0", 10), 1009},
  };
  for (const Case& item : cases) {
    RawServer server;
    ASSERT_TRUE(server.upgrade());
    server.raw->write(item.bytes);
    ASSERT_TRUE(server.end());
    EXPECT_EQ(server.log.ending->cause, CloseCause::protocol_error) << item.code;
    EXPECT_EQ(server.log.ending->code, item.code);
    server.client.reset();
    EXPECT_TRUE(run_until(server.loop, [&] {
      server.raw->read();
      return server.raw->end() != RawSocket::End::none;
    }));
    EXPECT_EQ(server.raw->heard().front(), '\x88') << "the complaint is heard";
  }
}

}  // namespace
}  // namespace fishtank::net::test
