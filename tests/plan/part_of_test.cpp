#include "plan/part_of.hpp"

#include <gtest/gtest.h>

#include "tests/helpers/scenario_text.hpp"

/// One client of a plan with several, for whoever plays its part.
namespace fishtank::plan {
namespace {

constexpr auto kThree = R"(name: A seller and two buyers
duration: 3m
clients:
  - {name: seller, profile: hardened}
  - {name: buyer, count: 2}
timeline:
  - {at: 10s, fault: drop}
  - {at: 20s, fault: stall, for: 5s, clients: seller}
  - {at: 30s, push: {text: hi}, clients: [buyer-2]}
expect:
  - {state: CONNECTED, by: 1m}
  - {state: CONNECTED, by: 2m, clients: buyer}
  - {metric: reconnects, at_most: 3}
  - {metric: reconnects, at_most: 1, clients: seller}
)";

Plan part(std::uint32_t index) { return part_of(tests::plan_in(kThree), index); }

std::vector<core::Duration> moments(const Plan& plan) {
  std::vector<core::Duration> moments;
  for (const Event& event : plan.timeline) {
    EXPECT_TRUE(event.targets.empty());
    moments.push_back(event.at);
  }
  return moments;
}

TEST(PartOfAPlan, HasThatClientAlone) {
  ASSERT_EQ(client_count(part(2)), 1U);
  EXPECT_EQ(client_name(part(2), 0), "buyer-2");
  EXPECT_EQ(part(0).clients[0].profile, "hardened");
}

TEST(PartOfAPlan, HasTheLinesThatConcernIt) {
  using core::seconds;
  EXPECT_EQ(moments(part(0)), (std::vector<core::Duration>{seconds(10), seconds(20)}));
  EXPECT_EQ(moments(part(1)), (std::vector<core::Duration>{seconds(10)}));
  EXPECT_EQ(moments(part(2)), (std::vector<core::Duration>{seconds(10), seconds(30)}));
}

TEST(PartOfAPlan, ExpectsWhatItCanMeetByItself) {
  EXPECT_EQ(part(0).expectations.size(), 2U) << "CONNECTED by 1m, its own reconnects; no sum";
  EXPECT_EQ(part(1).expectations.size(), 2U) << "CONNECTED by 1m, and by 2m";
  for (const Expectation& one : part(1).expectations) EXPECT_TRUE(one.targets.empty());
}

TEST(PartOfAPlan, OfTheOnlyClientIsThePlan) {
  const Plan plan = tests::plan_in("name: x\nexpect:\n  - {metric: reconnects, equals: 0}\n");
  EXPECT_EQ(part_of(plan, 0), plan);
}

}  // namespace
}  // namespace fishtank::plan
