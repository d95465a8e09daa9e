#include "live/run.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "net/certificate.hpp"
#include "sim/run.hpp"
#include "tests/helpers/plans.hpp"
#include "trace/conformance.hpp"
#include "trace/verdict.hpp"

/// The same plan in virtual time and on real sockets.
namespace fishtank::live::test {
namespace {

using core::seconds;
using fishtank::testing::fault;
using fishtank::testing::one_client;
using fishtank::testing::push;

RunOptions fast() { return {.keep = trace::Keep::all, .pace = {.speed = 50}, .tls = {}}; }

/// What the two did not agree in, in words.
std::string partings(const plan::Plan& plan, const RunOptions& options = fast()) {
  const trace::Trace one = sim::run(plan, {.keep = trace::Keep::all});
  const Outcome other = run(plan, options);
  const trace::Conformance conformance = trace::compare(one.kept, other.trace.kept);
  std::string text;
  for (const trace::Parting& parting : conformance.partings) {
    text += "after " + std::to_string(parting.step) + " steps; ";
  }
  return conformance.steps == 0 ? "nothing happened" : text;
}

TEST(LiveRun, AConnectionAHeartbeatAndAMessageAreThoseOfTheSimulator) {
  plan::Plan plan = one_client(seconds(20));
  plan.timeline = {push(seconds(8))};
  EXPECT_EQ(partings(plan), "");
}

TEST(LiveRun, ACutIsSurvivedAsInTheSimulator) {
  plan::Plan plan = one_client(seconds(20));
  plan.timeline = {fault("drop", seconds(5)), push(seconds(6))};
  EXPECT_EQ(partings(plan), "");
}

TEST(LiveRun, ARefusalIsCountedAsInTheSimulator) {
  plan::Plan plan = one_client(seconds(20));
  plan.timeline = {fault("refuse", {}, seconds(5))};
  EXPECT_EQ(partings(plan), "");
}

TEST(LiveRun, AFailedHandshakeNeedsTlsAndIsThenThatOfTheSimulator) {
  plan::Plan plan = one_client(seconds(20));
  EXPECT_FALSE(needs_tls(plan));
  plan.timeline = {fault("tls_failure", {}, seconds(3))};
  ASSERT_TRUE(needs_tls(plan));
  const net::TemporaryCertificate certificate;
  RunOptions options = fast();
  options.tls = certificate.files();
  EXPECT_EQ(partings(plan, options), "");
}

TEST(LiveRun, SeveralRunInOneLoopAndEachIsJudged) {
  net::Loop loop;
  plan::Plan plan = one_client(seconds(10));
  plan.clients.front().count = 3;
  std::vector<std::unique_ptr<live::Run>> runs;
  int passed = 0;
  int done = 0;
  for (int count = 0; count < 4; ++count) {
    runs.push_back(std::make_unique<live::Run>(loop, plan, fast(), [&](const Outcome& outcome) {
      passed += trace::judge(plan, outcome.trace).passed() ? 1 : 0;
      if (++done == 4) loop.stop();
    }));
  }
  loop.run();
  EXPECT_EQ(passed, 4);
}

TEST(LiveRun, GoesOnAfterThePlanUntilEverybodyIsWell) {
  plan::Plan plan = one_client(seconds(8));
  plan.timeline = {fault("refuse", {})};
  const Outcome outcome = run(plan, fast());
  EXPECT_GT(outcome.trace.converged_after, seconds(1));
  EXPECT_FALSE(outcome.lateness.empty());
}

}  // namespace
}  // namespace fishtank::live::test
