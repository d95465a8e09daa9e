#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "plan/case_name.hpp"
#include "tests/helpers/scenario_text.hpp"

namespace fishtank::plan {
namespace {

std::vector<std::string> names(std::string_view text) {
  std::vector<std::string> names;
  for (const Case& one : expand(tests::scenario_in(text))) names.push_back(print(name_of(one)));
  return names;
}

TEST(Cases, TurnTheLastAxisFastestAndSeedsWithinIt) {
  const std::vector<std::string> expected{
      "server.checks_token=true network.latency=1ms seed=7",
      "server.checks_token=true network.latency=1ms seed=8",
      "server.checks_token=true network.latency=2ms seed=7",
      "server.checks_token=true network.latency=2ms seed=8",
      "server.checks_token=false network.latency=1ms seed=7",
      "server.checks_token=false network.latency=1ms seed=8",
      "server.checks_token=false network.latency=2ms seed=7",
      "server.checks_token=false network.latency=2ms seed=8",
  };
  EXPECT_EQ(names("name: x\nseeds: [7, 8]\nmatrix:\n  server.checks_token: [true, false]\n"
                  "  network.latency: [1ms, 2ms]\n"),
            expected);
}

TEST(Cases, CarryTheirSeedAndTheirSettingsIntoThePlan) {
  const auto cases = expand(tests::scenario_in(tests::kGoodScenario));
  ASSERT_EQ(cases.size(), 12U);  // 2 intervals x 2 latencies x 3 seeds
  EXPECT_EQ(cases[11].plan.seed, core::Seed{3});
  EXPECT_EQ(cases[11].plan.clients[0].policy.heartbeat.interval, core::seconds(20));
  EXPECT_EQ(cases[11].plan.network.up.latency, core::milliseconds(200));
}

TEST(AnAxis, ReachesLinesByNumberAndClientsByName) {
  const auto cases =
      expand(tests::scenario_in("name: x\nmatrix:\n  timeline.2.for: [5s]\n  clients.b.count: [4]\n"
                                "clients: [{name: a}, {name: b}]\ntimeline: [{at: 1s, fault: "
                                "drop}, {at: 2s, fault: mute}]\n"));
  ASSERT_EQ(cases.size(), 1U);
  EXPECT_EQ(std::get<FaultUse>(cases[0].plan.timeline[1].action).length, core::seconds(5));
  EXPECT_EQ(client_count(cases[0].plan), 5U);
}

TEST(Seeds, ReachToTheLastOne) {
  EXPECT_EQ(names("name: x\nseeds: [18446744073709551614..18446744073709551615]\n"),
            (std::vector<std::string>{"seed=18446744073709551614", "seed=18446744073709551615"}));
}

TEST(CaseNames, SelectTheCasesThatHaveAllTheyName) {
  const auto cases = expand(tests::scenario_in(tests::kGoodScenario));
  const auto count = [&](std::string_view text) {
    const auto name = std::get<CaseName>(parse_case_name(text));
    return std::ranges::count_if(cases, [&](const Case& one) { return matches(name, one); });
  };
  EXPECT_EQ(count("client.heartbeat.interval=20s network.latency=20ms seed=2"), 1);
  EXPECT_EQ(count("seed=2"), 4);
  EXPECT_EQ(count("network.latency=20ms"), 6);
  EXPECT_EQ(count("network.latency=30ms"), 0);
  EXPECT_EQ(count(""), 12);
}

TEST(CaseNames, ThatAreNoneAreExplained) {
  const auto message = [](std::string_view text) {
    return std::get<UnitError>(parse_case_name(text)).message;
  };
  EXPECT_EQ(message("seven"),
            "`seven` names no case: write path=value; as in `network.latency=20ms seed=7`");
  EXPECT_EQ(
      message("seed=x"),
      "`seed=x` names no case: a seed is a whole number; as in `network.latency=20ms seed=7`");
  EXPECT_EQ(message("a=\"b"),
            "`a=\"b` names no case: a quotation is not closed; as in "
            "`network.latency=20ms seed=7`");
}

RC_GTEST_PROP(CaseNames, ThatArePrintedReadBackAsThemselves, (std::uint64_t seed)) {
  const auto value = rc::gen::container<std::string>(rc::gen::element('a', ' ', '"', '\\', '='));
  CaseName name{{{"a.b", *value}, {"c", *value}}, core::Seed{seed}};
  if (*rc::gen::arbitrary<bool>()) name.seed.reset();
  RC_ASSERT(std::get<CaseName>(parse_case_name(print(name))) == name);
}

}  // namespace
}  // namespace fishtank::plan
