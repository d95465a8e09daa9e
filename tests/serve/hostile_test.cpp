#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "net/file_limit.hpp"
#include "serve/limits.hpp"
#include "serve/log_limit.hpp"
#include "tests/serve/hostile_bench.hpp"

/// The whole of `serve` among peers that want to harm it: they go, or stay within their limits, and
/// a client that keeps to the protocol is served all the while.
namespace fishtank::serve::test {

namespace {

using End = Hostile::End;
using std::chrono::milliseconds;

constexpr auto kStranger = "2200000000666";

class HostilePeers : public testing::TestWithParam<Way> {
 protected:
  /// The last line of each test: whatever came is gone, and the regular client is not.
  static void expect_all_is_well(ServeBench& bench, Regular& regular) {
    bench.await([&] { return bench.open_connections() == 1; }, "only the regular one is left");
    regular.expect_to_be_served();
  }
};

/// What was allocated since then is free again, but for what visitors and logs leave.
void expect_little_more(std::optional<std::size_t> before) {
  constexpr std::size_t kLittle = 10'000'000;
  if (before) {
    EXPECT_LT(allocated().value_or(0), *before + kLittle);
  }
}

INSTANTIATE_TEST_SUITE_P(Each, HostilePeers, testing::Values(Way::through_proxy, Way::direct),
                         [](const auto& each) {
                           return each.param == Way::direct ? "Direct" : "ThroughTheProxy";
                         });

/// Text that never ends.
std::string endless_message(int fragments) {
  const std::string part(1000, 'x');
  std::string text = frame(0x01, part);
  for (int count = 1; count < fragments; ++count) text += frame(0x00, part);
  return text;
}

}  // namespace

// ---- RFC 6455 --------------------------------------------------------------------------------

TEST_P(HostilePeers, BreakersOfTheWebSocketProtocolAreEnded) {
  ServeBench bench(GetParam(), [](Options& options) { options.limits.message = 10'000; });
  Regular regular(bench);
  const std::vector<std::string> offences{
      std::string("\x81\x01x"),                               // no mask
      frame(0x81, "\xC3\x28"),                                // no UTF-8
      frame(0x83, "x"),                                       // an opcode that is reserved
      frame(0xC1, "x"),                                       // a bit that is reserved
      frame(0x89, std::string(126, 'x')),                     // a Ping too long
      frame(0x80, "x"),                                       // continues nothing
      frame(0x81, std::string(10'001, 'x')),                  // a message too long
      std::string("\x81\xFF\x7F") + std::string(11, '\xFF'),  // and one of 2^63 bytes
      endless_message(11),                                    // one that never ends
  };
  for (const std::string& offence : offences) {
    Hostile hostile = upgraded(bench, kStranger);
    hostile.send(offence);
    await_end(bench, hostile);
    EXPECT_EQ(hostile.end(), End::fin) << "a reset could overtake the close frame";
    EXPECT_EQ(hostile.heard().substr(0, 1), "\x88");
    regular.expect_to_be_served();
  }
  expect_all_is_well(bench, regular);
}

// ---- handshakes ------------------------------------------------------------------------------

TEST_P(HostilePeers, SlowHandshakesAreEndedInTimeHoweverTheyTrickle) {
  ServeBench bench(GetParam(),
                   [](Options& options) { options.limits.handshake = milliseconds(500); });
  Regular regular(bench);
  const std::size_t files = open_files();
  std::vector<Hostile> hostile;
  for (const std::string_view beginning :
       {"", "G", "GET / HTTP/1.1\r\nHost: x\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"}) {
    hostile.emplace_back(bench.port()).send(beginning);
  }
  Hostile& half_closed = hostile.emplace_back(bench.port());
  half_closed.finish();
  bench.await(
      [&] {
        hostile[2].send("X: y\r\n");
        bool all_ended = true;
        for (Hostile& one : hostile) {
          one.push();
          one.read();
          all_ended = all_ended && one.end() != End::none;
        }
        return all_ended;
      },
      "all are ended");
  hostile.clear();
  EXPECT_TRUE(bench.has_logged("its handshake took too long"));
  expect_all_is_well(bench, regular);
  bench.await([&] { return open_files() <= files; }, "their files are closed");
}

TEST_P(HostilePeers, LongHeadsAndBodiesAreRefused) {
  ServeBench bench(GetParam());
  Regular regular(bench);
  Hostile head(bench.port());
  head.send("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(1'000'000, 'x'));
  await_end(bench, head);
  EXPECT_EQ(head.heard().substr(0, 12), "HTTP/1.1 431");
  Hostile body(bench.port());
  body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\nx");
  await_end(bench, body);
  EXPECT_EQ(body.heard().substr(0, 12), "HTTP/1.1 413");
  expect_all_is_well(bench, regular);
}

// ---- crowds ----------------------------------------------------------------------------------

TEST_P(HostilePeers, ThousandsOfIdleConnectionsCostNobodyElseAnything) {
  constexpr std::size_t kSilent = 2000;
  constexpr std::size_t kOpen = 200;
  constexpr std::size_t kFilesEach = 4;  // its own, and three in the server
  const std::size_t most = net::raise_file_limit() / kFilesEach;
  ServeBench bench(GetParam(), [](Options& options) {
    options.limits.handshake = std::chrono::seconds(1);
    options.limits.connections = 10'000;
  });
  Regular regular(bench);
  const auto before = allocated();
  std::vector<Hostile> open;
  std::vector<Hostile> silent = crowd(bench, bench.port(), std::min(kSilent, most / 2));
  while (open.size() < std::min(kOpen, most / 4)) open.push_back(upgraded(bench, ""));
  regular.expect_to_be_served();
  for (Hostile& one : silent) await_end(bench, one);
  silent.clear();
  EXPECT_EQ(bench.open_connections(), open.size() + 1) << "who is open may be silent";
  open.clear();
  expect_all_is_well(bench, regular);
  expect_little_more(before);
}

TEST_P(HostilePeers, ConnectionsAreLimitedAndSoAreFiles) {
  constexpr std::size_t kMost = 50;
  constexpr std::size_t kCrowd = 200;
  constexpr std::ptrdiff_t kTooMany = kCrowd - (kMost - 1);  // one is the regular client
  ServeBench bench(GetParam(), [](Options& options) { options.limits.connections = kMost; });
  Regular regular(bench);
  const std::size_t files = open_files();
  std::vector<Hostile> many = crowd(bench, bench.port(), kCrowd);
  bench.await(
      [&] {
        for (Hostile& one : many) one.read();
        return std::ranges::count(many, End::reset, &Hostile::end) == kTooMany;
      },
      "those are ended that are too many");
  EXPECT_LE(open_files(), files + many.size() + 3 * kMost);
  EXPECT_TRUE(bench.has_logged("was turned out: too many connections"));
  regular.expect_to_be_served();
  many.clear();
  expect_all_is_well(bench, regular);
  bench.await([&] { return open_files() <= files; }, "their files are closed");
  Hostile later = upgraded(bench, kStranger);
  EXPECT_EQ(bench.open_connections(), 2U) << "there is room again";
}

/// Their ends wait in the proxy, and the server knows nothing of them any more.
TEST(HostilePeersOfTheProxy, AreLimitedAlsoWhileItHoldsEverythingUp) {
  constexpr std::size_t kMost = 50;
  constexpr std::ptrdiff_t kTooMany = 51;
  ServeBench bench(Way::through_proxy,
                   [](Options& options) { options.limits.connections = kMost; });
  Regular regular(bench);
  bench.ask("POST", "/faults", R"({"fault": "stall"})");
  std::vector<Hostile> many = crowd(bench, bench.port(), 100);
  bench.await(
      [&] {
        for (Hostile& one : many) one.read();
        return std::ranges::count(many, End::reset, &Hostile::end) == kTooMany;
      },
      "those are ended that are too many");
  bench.ask("DELETE", "/faults");
  regular.expect_to_be_served();
}

TEST_P(HostilePeers, OneVisitorHasOnlySoManyConnections) {
  ServeBench bench(GetParam());
  Regular regular(bench);
  std::vector<Hostile> many;
  for (std::size_t count = 0; count < kMostConnectionsEach; ++count) {
    many.push_back(upgraded(bench, kStranger));
  }
  Hostile one_more(bench.port());
  one_more.send(upgrade_request(kStranger));
  await_end(bench, one_more);
  EXPECT_EQ(one_more.heard().substr(0, 12), "HTTP/1.1 503");
  EXPECT_TRUE(bench.has_logged("(2200000000666)  was turned away: it has too many connections"));
  many.clear();
  expect_all_is_well(bench, regular);
  Hostile again = upgraded(bench, kStranger);
}

TEST_P(HostilePeers, AVisitorThatLeftCostsWhatIsDocumented) {
  constexpr std::size_t kVisitors = 1000;
  constexpr std::size_t kAtOnce = 100;
  constexpr std::size_t kCostOfEach = 4096;
  ServeBench bench(GetParam(), [](Options& options) { options.log = nullptr; });
  Regular regular(bench);
  std::size_t number = 10'000'000;
  const auto come_and_go = [&] {
    for (std::size_t came = 0; came < kVisitors; came += kAtOnce) {
      std::vector<Hostile> visitors = crowd(bench, bench.port(), kAtOnce);
      for (Hostile& one : visitors) one.send(upgrade_request(std::to_string(++number)));
      for (Hostile& one : visitors) one.push();
      bench.await([&] { return bench.open_connections() == kAtOnce + 1; }, "they are open");
      for (Hostile& one : visitors) one.reset();
      bench.await([&] { return bench.open_connections() == 1; }, "they are gone");
    }
  };
  come_and_go();  // what is made once is made
  const auto before = allocated();
  come_and_go();
  if (before) {
    const std::size_t each = (std::max(*allocated(), *before) - *before) / kVisitors;
    RecordProperty("bytes", static_cast<int>(each));
    EXPECT_LT(each, kCostOfEach);
  }
  regular.expect_to_be_served();
}

// ---- floods ----------------------------------------------------------------------------------

TEST_P(HostilePeers, AFloodIsServedBesideTheOthersAndFloodsNoLog) {
  constexpr int kFrames = 2000;
  ServeBench bench(GetParam());
  Regular regular(bench);
  const net::TimePoint begin = net::Clock::now();
  const auto before = allocated();
  const std::vector<std::string> kinds{
      frame_of(core::Heartbeat{"1 0"}),
      frame_of(core::OtherRequest{"2 0", "/r/Nobody/knows"}),
      frame(0x89, "ping"),
      frame(0x81, "garbage"),
      frame(0x81, "{\"lwp\":\"/!\",\"headers\":"),
      frame(0x81, std::string(5000, '[')),
      frame(0x82, std::string(300, '\xff')),
  };
  Hostile hostile = upgraded(bench, kStranger);
  for (const std::string& kind : kinds) {
    for (int count = 0; count < kFrames; ++count) hostile.send(kind);
    hostile.push();
    regular.expect_to_be_served();
    bench.await(
        [&] {
          hostile.read();
          hostile.forget();
          return hostile.push() || hostile.end() != End::none;
        },
        "it is sent");
    EXPECT_EQ(hostile.end(), End::none);
    regular.expect_to_be_served();
  }
  hostile.send(frame_of(core::OtherRequest{"last 0", "/r/Nobody/knows"}));
  bench.await(
      [&] {
        hostile.push();
        hostile.read();
        return hostile.heard().find("last 0") != std::string::npos;
      },
      "its last request is answered");
  hostile.close();
  expect_all_is_well(bench, regular);
  const auto whiles = static_cast<std::size_t>((net::Clock::now() - begin) / LogLimit::kWhile) + 1;
  EXPECT_LT(bench.log().size(), whiles * LogLimit::kEach + 20);
  expect_little_more(before);
}

TEST_P(HostilePeers, WhoDoesNotReadIsEndedAtTheLimit) {
  ServeBench bench(GetParam(), [](Options& options) { options.limits.buffered = 500'000; });
  Regular regular(bench);
  const auto before = allocated();
  Hostile wedged = upgraded(bench, kStranger, 4096);
  const core::Shared<core::OutgoingText> text(core::OutgoingText{.uuid = "1",
                                                                 .conversation = "7@goofish",
                                                                 .peer = "1",
                                                                 .self = "2",
                                                                 .text = std::string(30'000, 'x')});
  wedged.send(frame_of(core::SendText{"1 0", text}));
  std::string requests;
  for (int count = 0; count < 10; ++count) {
    requests += frame_of(core::ListMessages{"2 0", "7@goofish", 9'007'199'254'740'991, 1});
  }
  bench.await(
      [&] {
        if (wedged.push()) wedged.send(requests);
        return bench.has_logged("it does not read what it is sent");
      },
      "it is shed");
  await_end(bench, wedged);
  wedged.close();
  expect_all_is_well(bench, regular);
  expect_little_more(before);
}

// ---- what is written of them -----------------------------------------------------------------

TEST_P(HostilePeers, NoNameBreaksALogOrTheJson) {
  ServeBench bench(GetParam());
  Regular regular(bench);
  Hostile cookie = upgraded(bench, "\xff\xfe");
  Hostile device = upgraded(bench, "");
  device.send(frame_of(
      core::Register{"1 0", "any", "0A1B2C3D-4E5F-4A6B-8C7D-0E1F2A3B4C5D-\x1b[2J\nFINDING"}));
  bench.await(
      [&] {
        device.push();
        return bench.has_logged("FINDING)  registered");
      },
      "it has registered");
  for (const std::string& line : bench.log()) {
    EXPECT_TRUE(std::ranges::none_of(line, [](unsigned char letter) { return letter < 0x20; }))
        << line;
  }
  EXPECT_NE(bench.ask("GET", "/state").find("\"user\":\"?\?\""), std::string::npos);
  EXPECT_NE(bench.ask("GET", "/trace").find("visitor-2 (?\?)"), std::string::npos);
  regular.expect_to_be_served();
}

// ---- the control interface -------------------------------------------------------------------

TEST_P(HostilePeers, TheControlInterfaceSurvivesWhateverIsPosted) {
  ServeBench bench(GetParam());
  Regular regular(bench);
  for (const std::string& body :
       {std::string("{"), std::string("\xff"), "{\"push\":" + std::string(30'000, '['),
        "{\"push\":" + std::string(30'000, '[') + std::string(30'000, ']') + "}",
        "{\"fault\":\"" + std::string(50'000, 'x') + "\"}",
        std::string("{\"fault\":\"\xe5\x9c\xa8\xe5\x90\x97\"}")}) {
    for (const char* const path : {"/faults", "/push"}) {
      EXPECT_NE(bench.ask("POST", path, body).find("\"error\""), std::string::npos);
    }
  }
  EXPECT_EQ(bench.ask("GET", "/healthz"), "{\"status\":\"ok\"}\n");
  regular.expect_to_be_served();
}

TEST_P(HostilePeers, TheControlInterfaceIsLimitedByItself) {
  ServeBench bench(GetParam());
  Regular regular(bench);
  std::vector<Hostile> many = crowd(bench, bench.control_port(), 2 * kMostControlConnections);
  bench.await(
      [&] {
        for (Hostile& one : many) one.read();
        return std::ranges::count(many, End::reset, &Hostile::end) ==
               static_cast<std::ptrdiff_t>(kMostControlConnections);
      },
      "those are ended that are too many");
  regular.expect_to_be_served();
  many.clear();
  expect_all_is_well(bench, regular);
}

}  // namespace fishtank::serve::test
