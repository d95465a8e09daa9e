#include <gtest/gtest.h>

#include "sim/run.hpp"
#include "tests/helpers/plans.hpp"

/// The second phase of a run: everything heals, and the clients come back.
namespace fishtank::sim {
namespace {

using core::minutes;
using core::seconds;
using core::State;
using testing::fault;
using testing::one_client;

bool breaks_convergence(const trace::Trace& trace) {
  return std::ranges::any_of(trace.violations, [](const trace::Violation& violation) {
    return violation.check == "converges";
  });
}

TEST(Convergence, TakesNoTimeWhenTheClientIsFineAtTheEnd) {
  const trace::Trace trace = run(one_client(minutes(5)));
  EXPECT_EQ(trace.converged_after, core::Duration::zero());
  EXPECT_TRUE(trace.violations.empty());
}

TEST(Convergence, FollowsWhenFaultsThatNeverEndAreHealedAtTheEnd) {
  for (const std::string_view name : {"refuse", "partition", "mute"}) {
    plan::Plan plan = one_client(minutes(5));
    plan.timeline = {fault(name, seconds(60)), fault("drop", seconds(61))};
    const trace::Trace trace = run(plan);
    EXPECT_NE(trace.states.back().state, State::connected) << name;
    EXPECT_GT(trace.converged_after, core::Duration::zero()) << name;
    EXPECT_FALSE(breaks_convergence(trace)) << name;
  }
}

TEST(Convergence, IsNeitherMeasuredNorExpectedOf) {
  plan::Plan plan = one_client(minutes(5));
  plan.timeline = {fault("refuse", seconds(60)), fault("drop", seconds(61))};
  const trace::Trace trace = run(plan);
  EXPECT_EQ(trace.end, core::kStart + minutes(5));
  EXPECT_EQ(trace.states.back().to, core::kStart + minutes(5));
  EXPECT_EQ(trace::value_of(trace.metrics, "connects", {}), 1);  // the second one came later
}

TEST(Convergence, DoesNotBringBackAClientThatHasGivenUp) {
  plan::Plan plan = one_client(minutes(5));
  plan.clients.front().policy.reconnect.on_kick = core::OnKick::ignore;
  plan.timeline = {fault("kick", seconds(60))};
  EXPECT_TRUE(breaks_convergence(run(plan)));
}

TEST(Convergence, CountsStoppingAsItsEnd) {
  plan::Plan plan = one_client(minutes(5));
  plan.timeline = {fault("refuse", seconds(60)),
                   fault("drop", seconds(61)),
                   {.at = minutes(5), .targets = {}, .action = plan::StopAction{}, .mark = {}}};
  const trace::Trace trace = run(plan);
  EXPECT_FALSE(breaks_convergence(trace));
}

}  // namespace
}  // namespace fishtank::sim
