#include <gtest/gtest.h>

#include <random>

#include "tests/net/bench.hpp"

/// Peers who break the rules or ask for too much: they go, the others stay.
namespace fishtank::net::test {
namespace {

using End = RawSocket::End;

/// What a raw peer says, and the close code that it is told for it.
struct Offence {
  std::string name;
  std::string bytes;
  std::uint16_t code;
};

class Offences : public testing::TestWithParam<Offence> {};

TEST_P(Offences, AreToldTheirCodeAndEndTheirConnectionOnly) {
  ServerOptions options;
  options.limits.message = 1000;
  ServerBench bench(options);
  OpenClient innocent(bench);
  const auto raw = upgraded(bench);
  raw->write(GetParam().bytes);
  bench.await(
      [&] {
        raw->read();
        return raw->end() != End::none;
      },
      "the offender's end");
  EXPECT_EQ(raw->end(), End::fin) << "a reset could overtake the close frame";
  ASSERT_GE(raw->heard().size(), 4U);
  EXPECT_EQ(raw->heard().front(), '\x88');
  const auto code = static_cast<unsigned char>(raw->heard()[2]) * 256 +
                    static_cast<unsigned char>(raw->heard()[3]);
  EXPECT_EQ(code, GetParam().code);
  const auto& ending = bench.log.at(ConnectionId{2}).ending;
  ASSERT_TRUE(ending);
  EXPECT_EQ(ending->cause, CloseCause::protocol_error);
  EXPECT_EQ(ending->code, GetParam().code);
  innocent.client->send("still here");
  bench.await([&] { return !innocent.log.messages.empty(); }, "the other's echo");
}

const std::string kLong(700, 'x');

INSTANTIATE_TEST_SUITE_P(
    Each, Offences,
    testing::Values(
        Offence{"Unmasked", "\x81\x01x", 1002},
        Offence{"TextThatIsNotUtf8", frame(0x81, "\xC3\x28"), 1007},
        Offence{"TextThatEndsInsideACharacter", frame(0x81, "\xE2\x82"), 1007},
        Offence{"UnknownOpcode", frame(0x83, "x"), 1002},
        Offence{"ReservedBit", frame(0xC1, "x"), 1002},
        Offence{"LongControlFrame", frame(0x89, std::string(126, 'x')), 1002},
        Offence{"FragmentedControlFrame", frame(0x09, "x"), 1002},
        Offence{"ContinuationOfNothing", frame(0x80, "x"), 1002},
        Offence{"MessageInsideAMessage", frame(0x01, "x") + frame(0x81, "x"), 1002},
        Offence{"LongMessage", frame(0x81, std::string(1001, 'x')), 1009},
        Offence{"LongMessageInFragments", frame(0x01, kLong) + frame(0x80, kLong), 1009},
        Offence{"HugeLength", std::string("\x81\xFF\x7F") + std::string(11, '\xFF'), 1009},
        Offence{"HalfACloseCode", frame(0x88, "x"), 1002},
        Offence{"ForbiddenCloseCode", frame(0x88, "\x03\xEE"), 1002}),
    [](const auto& each) { return each.param.name; });

/// A server that expects a request, or the rest of it, in 50 ms.
ServerOptions impatient() {
  ServerOptions options;
  options.limits.handshake = milliseconds(50);
  return options;
}

void expect_shed(ServerBench& bench, RawSocket& raw, Shed why) {
  bench.await(
      [&] {
        raw.read();
        return raw.end() != End::none;
      },
      "its end");
  EXPECT_EQ(bench.log.sheds, std::vector{why});
}

TEST(Shedding, WhoSaysNothingIsGoneInTime) {
  ServerBench bench(impatient());
  RawSocket raw(bench.server->port());
  expect_shed(bench, raw, Shed::handshake);
}

TEST(Shedding, HalfARequestIsGoneInTimeHoweverItTrickles) {
  ServerBench bench(impatient());
  RawSocket raw(bench.server->port());
  raw.write("GET / HTTP/1.1\r\nHost: x\r\n");
  const TimePoint begin = Clock::now();
  while (bench.log.sheds.empty() && Clock::now() - begin < std::chrono::seconds(5)) {
    raw.write("X: y\r\n");
    run_for(bench.loop, milliseconds(5));
  }
  expect_shed(bench, raw, Shed::handshake);
}

TEST(Shedding, HalfABodyIsGoneInTime) {
  ServerBench bench(impatient());
  RawSocket raw(bench.server->port());
  raw.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
  expect_shed(bench, raw, Shed::handshake);
}

TEST(Shedding, AHeadIsLimited) {
  ServerOptions options;
  options.limits.http_head = 1000;
  ServerBench bench(options);
  RawSocket raw(bench.server->port());
  raw.write("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(100'000, 'x'));
  expect_shed(bench, raw, Shed::http_head);
  EXPECT_EQ(raw.heard().rfind("HTTP/1.1 431", 0), 0U) << raw.heard();
}

TEST(Shedding, ABodyIsLimited) {
  ServerOptions options;
  options.limits.http_body = 1000;
  ServerBench bench(options);
  for (const std::string length : {"1001", "99999999999999999999"}) {
    bench.log.sheds.clear();
    RawSocket raw(bench.server->port());
    raw.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\nx");
    expect_shed(bench, raw, Shed::http_body);
    EXPECT_EQ(raw.heard().rfind("HTTP/1.1 413", 0), 0U) << raw.heard();
  }
}

TEST(Shedding, ConnectionsAreLimited) {
  ServerOptions options;
  options.limits.connections = 2;
  ServerBench bench(options);
  OpenClient open(bench);
  auto silent = std::make_unique<RawSocket>(bench.server->port());
  RawSocket third(bench.server->port());
  expect_shed(bench, third, Shed::connections);
  EXPECT_EQ(third.end(), End::reset);
  silent.reset();
  run_for(bench.loop, milliseconds(5));
  OpenClient again(bench);
  EXPECT_TRUE(again.log.is_open) << "the place is free again";
}

TEST(Shedding, WhoDoesNotReadIsReset) {
  ServerOptions options;
  options.limits.buffered = 100'000;
  ServerBench bench(options);
  OpenClient innocent(bench);
  const auto raw = upgraded(bench, 4096);
  const ConnectionId wedged{2};
  const std::string text(10'000, 'x');
  bench.await(
      [&] {
        bench.server->send(wedged, text);
        EXPECT_LE(bench.server->buffered(wedged), 100'000U + text.size());
        return !bench.log.sheds.empty();
      },
      "the shedding");
  EXPECT_EQ(bench.log.sheds, std::vector{Shed::buffered});
  ASSERT_TRUE(bench.log.at(wedged).ending);
  EXPECT_EQ(bench.log.at(wedged).ending->cause, CloseCause::protocol_error);
  EXPECT_EQ(bench.server->buffered(wedged), 0U);
  bench.await([&] { return bench.server->connections() == 1; }, "only the other is left");
  innocent.client->send("still here");
  bench.await([&] { return !innocent.log.messages.empty(); }, "the other's echo");
}

TEST(Shedding, WhoTakesNothingForTooLongIsGivenUp) {
  ServerOptions options;
  options.limits.unacknowledged = milliseconds(300);
  ServerBench bench(options);
  const OpenClient innocent(bench);
  const auto raw = upgraded(bench, 4096);
  const ConnectionId wedged{2};
  bench.server->send(wedged, std::string(1'000'000, 'x'));
  bench.await([&] { return bench.log.at(wedged).ending.has_value(); }, "the end");
  EXPECT_EQ(bench.server->connections(), 1U) << "who is merely silent stays";
}

TEST(Shedding, PongsThatNobodyReadsCountAsWell) {
  ServerOptions options;
  options.limits.buffered = 50'000;
  ServerBench bench(options);
  const auto raw = upgraded(bench, 4096);
  bench.server->send(kFirst, std::string(40'000, 'x'));
  std::string pings;
  for (int count = 0; count < 1000; ++count) pings += frame(0x89, "");
  bench.await(
      [&] {
        raw->write(pings);
        bench.server->send(kFirst, "");
        return !bench.log.sheds.empty();
      },
      "the shedding");
  EXPECT_EQ(bench.log.sheds, std::vector{Shed::buffered});
}

TEST(Shedding, WhatIsNoHttpIsToldSo) {
  ServerBench bench;
  for (const std::string text :
       {"\x16\x03\x01\x02", "nonsense\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nName : x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"}) {
    RawSocket raw(bench.server->port());
    raw.write(text);
    bench.await(
        [&] {
          raw.read();
          return raw.end() != End::none;
        },
        text);
    EXPECT_EQ(raw.heard().rfind("HTTP/1.1 400", 0), 0U) << text << raw.heard();
  }
  EXPECT_TRUE(bench.log.requests.empty());
}

TEST(Shedding, WhoGoesBetweenItsRequestAndTheAnswerHasGone) {
  ServerBench bench;
  RawSocket raw(bench.server->port());
  bench.log.on_upgrade = [&] { raw.reset(); };
  raw.write(upgrade_request());
  bench.await([&] { return bench.log.at(kFirst).ending.has_value(); }, "the handler is told");
  EXPECT_FALSE(bench.log.at(kFirst).is_open);
  EXPECT_EQ(bench.log.at(kFirst).ending->cause, CloseCause::reset);
}

/// Bytes from a seeded generator, of which many look like frames.
std::string noise(std::mt19937& random) {
  std::string text;
  while (text.size() < 2000) {
    const std::string payload(random() % 200, static_cast<char>(random() % 256));
    text += frame(static_cast<std::uint8_t>(random() % 2 == 0 ? 0x80 + random() % 11 : random()),
                  payload);
    if (random() % 8 == 0) text.resize(text.size() - random() % 5);
  }
  return text;
}

TEST(Shedding, NoiseHarmsNobody) {
  std::mt19937 random(1);
  ServerBench bench;
  OpenClient innocent(bench);
  for (int round = 0; round < 100; ++round) {
    const bool is_upgraded = round % 4 != 0;
    const auto raw =
        is_upgraded ? upgraded(bench) : std::make_unique<RawSocket>(bench.server->port());
    raw->write(noise(random));
    if (round % 3 == 0) raw->reset();
    run_for(bench.loop, milliseconds(1));
  }
  innocent.client->send("still here");
  bench.await([&] { return !innocent.log.messages.empty(); }, "the other's echo");
  bench.await([&] { return bench.server->connections() == 1; }, "only the other is left");
}

TEST(Shedding, ManyConnectionsComeAndGo) {
  ServerBench bench;
  for (int round = 0; round < 5; ++round) {
    std::vector<std::unique_ptr<RawSocket>> raws;
    for (int count = 0; count < 50; ++count) {
      raws.push_back(std::make_unique<RawSocket>(bench.server->port()));
      raws.back()->write(upgrade_request());
    }
    bench.await([&] { return bench.server->connections() == 50; }, "all are open");
    for (std::size_t index = 0; index < raws.size(); index += 2) raws[index]->reset();
    raws.clear();
    bench.await([&] { return bench.server->connections() == 0; }, "all are gone");
  }
}

}  // namespace
}  // namespace fishtank::net::test
