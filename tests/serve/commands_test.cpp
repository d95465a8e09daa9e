#include <gtest/gtest.h>

#include <thread>

#include "tests/serve/hostile_bench.hpp"

/// Commands beside a scenario, and what the server says of itself.
namespace fishtank::serve::test {

namespace {

using std::chrono::milliseconds;

}  // namespace

TEST(Commands, LeaveAScenarioThatWaitsForItsFirstClientWhereItIs) {
  ServeBench bench(Way::through_proxy, nullptr,
                   "timeline:\n  - {at: 50ms, fault: ping_silence, for: 1h}\n");
  bench.run_for(milliseconds(200));
  bench.ask("POST", "/push", R"({"text": "nobody is here yet"})");
  bench.run_for(milliseconds(50));
  EXPECT_FALSE(bench.has_logged("fault ping_silence begins"));
  const Regular client(bench);
  bench.await([&] { return bench.has_logged("fault ping_silence begins"); }, "the scenario");
}

TEST(Commands, LastAsLongAsTheySayThoughTheFirstClientComesMeanwhile) {
  ServeBench bench(Way::through_proxy);
  bench.run_for(milliseconds(800));
  bench.ask("POST", "/faults", R"({"fault": "data_silence", "for": "400ms"})");
  const Regular client(bench);
  bench.run_for(milliseconds(450));
  EXPECT_TRUE(bench.has_logged("fault data_silence ends"));
}

TEST(Commands, EndAFlapBetweenItsRounds) {
  ServeBench bench(Way::through_proxy);
  bench.ask("POST", "/faults", R"({"fault": "flap", "up": "1h", "down": "1ms"})");
  bench.await([&] { return bench.has_logged("fault flap ends"); }, "the end of its first round");
  EXPECT_EQ(bench.ask("GET", "/faults"), "[{\"fault\":\"flap\",\"number\":1}]\n");
  EXPECT_EQ(bench.ask("DELETE", "/faults/1"), "{\"healed\":1}\n");
  EXPECT_EQ(bench.ask("GET", "/faults"), "[]\n");
}

TEST(Commands, TellTheTesterOnOneLineAndCommandNoTerminal) {
  ServeBench bench(Way::through_proxy);
  bench.ask("POST", "/faults", R"({"send": {"to": "b", "text": "1\n2\u001b[2J"}})");
  EXPECT_TRUE(bench.has_logged(R"(NOW: have the client send "1.2.[2J" to b)"));
}

TEST(Verdicts, BlameNobodyForWhatTheServerItselfSleptThrough) {
  ServeBench bench(Way::through_proxy, [](Options& options) {
    options.expected.heartbeat_interval = core::milliseconds(500);
    options.expected.heartbeat_tolerance = core::seconds(1);
  });
  Hostile client = upgraded(bench, "2200000000002");
  const auto say = [&](const core::Frame& request) {
    client.send(frame_of(request));
    bench.await([&] { return client.push(); }, "room for a frame");
  };
  say(core::Register{core::Mid("1 0"), "any", "d"});
  say(core::Heartbeat{core::Mid("2 0")});
  bench.await(
      [&] {
        client.read();
        return client.heard().find("2 0") != std::string::npos;
      },
      "the answer to a heartbeat");
  client.send(frame_of(core::Heartbeat{core::Mid("3 0")}));
  ASSERT_TRUE(client.push());
  std::this_thread::sleep_for(milliseconds(3'500));
  bench.await(
      [&] {
        client.read();
        return client.heard().find("3 0") != std::string::npos;
      },
      "the answer to the next");
  EXPECT_FALSE(bench.has_logged("FINDING"));
  EXPECT_TRUE(bench.has_logged("stood still"));
}

}  // namespace fishtank::serve::test
