#include "trace/verdict.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "plan/fault.hpp"
#include "tests/helpers/records.hpp"
#include "trace/recorder.hpp"

/// What people read when a run did not go as its scenario expects.
namespace fishtank::tests {
namespace {

using plan::ExpectMetric;
using plan::ExpectState;
using plan::ExpectViolation;
using trace::Failure;
using When = plan::ExpectState::When;

trace::Trace record(const plan::Plan& plan, const Story& story, Duration end = minutes(10)) {
  trace::Recorder recorder(plan, trace::Keep::all);
  for (const Record& one : story.records()) recorder.write(one);
  recorder.end_of_plan(core::kStart + end);
  return recorder.finish(core::kStart + end);
}

/// CONNECTED at 2 s, lost at 90 s, CONNECTED again at 93 s, closed at 200 s, with what the checks
/// want to see.
Story ordinary_run() {
  Story story;
  story.at(seconds(2)).connect(1);
  for (int beat = 0; beat < 6; ++beat) {
    story.at(seconds(2 + 15 * beat)).send(FrameKind::heartbeat, 1);
    story.receive(FrameKind::response, 1);
  }
  constexpr auto kCut = static_cast<std::uint8_t>(core::CloseCause::end_of_stream);
  story.at(seconds(90)).tell(RecordKind::closed, 1, 1006, kCut).lose();
  story.at(seconds(93)).change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  story.tell(RecordKind::open_transport, 2).tell(RecordKind::server_accepted, 2);
  story.tell(RecordKind::server_registered, 2);
  story.change(State::connecting, State::connected, Reason::registered);
  for (int beat = 0; beat < 8; ++beat) {
    story.at(seconds(93 + 15 * beat)).send(FrameKind::heartbeat, 1, 2);
    story.receive(FrameKind::response, 1, 2);
  }
  story.at(seconds(200)).tell(RecordKind::stop).tell(RecordKind::closed, 2);
  return story.change(State::connected, State::closed, Reason::stopped);
}

std::vector<Failure> failures(plan::Plan plan, const Story& story = ordinary_run()) {
  return judge(plan, record(plan, story)).failures;
}

template <typename What>
std::vector<Failure> failures_of(What what) {
  plan::Plan plan = plan_of();
  plan.expectations.push_back({.what = std::move(what), .targets = {}, .mark = {.line = 14}});
  return failures(plan);
}

ExpectState state(When when, State state, Duration from, std::optional<Duration> until = {}) {
  return {.when = when, .state = state, .from = from, .until = until};
}

/// Expects one failure and gives what happened, or nothing if the expectation holds.
std::string happened(const ExpectState& expected) {
  const auto found = failures_of(expected);
  if (found.empty()) return "";
  EXPECT_EQ(found.size(), 1U);
  return found[0].happened;
}

TEST(Verdict, PassesWhatGoesAsExpected) {
  const auto found = failures(plan_of());
  EXPECT_TRUE(found.empty()) << found[0].expectation << ": " << found[0].happened;
}

TEST(Verdict, NamesTheLineTheExpectationWhatHappenedAndTheMoment) {
  const auto found =
      failures_of(state(When::at, State::connected, seconds(92) + milliseconds(500)));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].mark.line, 14);
  EXPECT_EQ(found[0].expectation, "state");
  EXPECT_EQ(found[0].expected, "client CONNECTED at 1m32.5s");
  EXPECT_EQ(found[0].happened, "it was RECONNECTING at 1m32.5s, since 1m30s");
  EXPECT_EQ(found[0].at, core::kStart + seconds(92) + milliseconds(500));
  EXPECT_EQ(found[0].client, 0U);
}

TEST(ExpectedState, AtIsTheLastStateEnteredUntilThen) {
  EXPECT_EQ(happened(state(When::at, State::reconnecting, seconds(90))), "");
  EXPECT_EQ(happened(state(When::at, State::connected, seconds(90) - nanoseconds(1))), "");
  EXPECT_EQ(happened(state(When::at, State::closed, minutes(10))), "");
}

TEST(ExpectedState, ByIsThatMomentOrAnEntryBefore) {
  EXPECT_EQ(happened(state(When::by, State::connected, seconds(2))), "");
  EXPECT_EQ(happened(state(When::by, State::reconnecting, seconds(100))), "") << "in passing";
  EXPECT_EQ(happened(state(When::by, State::connected, seconds(1))),
            "it was DISCONNECTED at 1s, since 0s; it entered that state only at 2s");
  EXPECT_EQ(happened(state(When::by, State::failed, seconds(100))),
            "it was CONNECTED at 1m40s, since 1m33s; it did not enter that state later");
}

TEST(ExpectedState, WithinIsAnEntryAndBothEndsBelongToIt) {
  EXPECT_EQ(happened(state(When::within, State::reconnecting, seconds(90), seconds(90))), "");
  EXPECT_EQ(happened(state(When::within, State::reconnecting, seconds(60), seconds(89))),
            "it entered that state at 1m30s");
  EXPECT_EQ(happened(state(When::within, State::connected, seconds(3), seconds(80))),
            "it entered that state at 2s, 1m33s");
  EXPECT_EQ(happened(state(When::within, State::failed, seconds(0))),
            "it never entered that state");
  EXPECT_EQ(happened(state(When::within, State::disconnected, seconds(0))),
            "it never entered that state");
}

TEST(ExpectedState, AlwaysIsBrokenByTheFirstOtherState) {
  EXPECT_EQ(happened(state(When::always, State::connected, seconds(2), seconds(89))), "");
  EXPECT_EQ(happened(state(When::always, State::closed, seconds(200))), "");
  EXPECT_EQ(happened(state(When::always, State::connected, seconds(2), seconds(120))),
            "it was RECONNECTING from 1m30s to 1m33s");
  EXPECT_EQ(happened(state(When::always, State::connected, seconds(1), seconds(9))),
            "it was DISCONNECTED from 0s to 2s");
}

TEST(ExpectedState, NeverIsBrokenByAMoment) {
  EXPECT_EQ(happened(state(When::never, State::failed, {})), "");
  EXPECT_EQ(happened(state(When::never, State::connecting, seconds(90), seconds(100))),
            "it was CONNECTING at 1m33s");
  EXPECT_EQ(happened(state(When::never, State::reconnecting, seconds(93))), "");
}

TEST(ExpectedState, IsAskedOfEachTargetAndToldOfTheFirst) {
  plan::Plan plan = plan_of(5);
  plan.expectations.push_back(
      {.what = state(When::at, State::connected, seconds(5)), .targets = {0, 2, 4}, .mark = {}});
  Story story;
  story.by(2).connect();
  const auto found = judge(plan, record(plan, story, seconds(10))).failures;
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].expected, "client-1 CONNECTED at 5s");
  EXPECT_EQ(found[0].happened, "it was DISCONNECTED at 5s, since 0s (and 1 more client)");
}

TEST(ExpectedMetric, TellsTheBoundAndTheValueInItsUnit) {
  const auto metric = [](std::string name, std::optional<std::int64_t> at_least,
                         std::optional<std::int64_t> at_most) {
    return failures_of(
        ExpectMetric{.metric = std::move(name), .at_least = at_least, .at_most = at_most});
  };
  EXPECT_TRUE(metric("reconnects", 1, 1).empty());
  const auto found =
      metric("recovery_latency.max", seconds(1) / nanoseconds(1), seconds(2) / nanoseconds(1));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].expectation, "metric recovery_latency.max");
  EXPECT_EQ(found[0].expected, "recovery_latency.max at least 1s and at most 2s");
  EXPECT_EQ(found[0].happened, "it was 3s");
  EXPECT_EQ(metric("reconnects", 2, {})[0].happened, "it was 1");
  EXPECT_EQ(metric("detection_latency.max", {}, 1)[0].happened, "there was nothing to measure");
}

TEST(ExpectedMetric, OfSeveralClientsNamesWhoseValueItIs) {
  plan::Plan plan = plan_of(3);
  plan.expectations.push_back(
      {.what = ExpectMetric{.metric = "reconnects", .at_least = {}, .at_most = 0},
       .targets = {},
       .mark = {}});
  plan.expectations.push_back(
      {.what = ExpectMetric{.metric = "reconnects", .at_least = 2, .at_most = {}},
       .targets = {0, 2},
       .mark = {}});
  plan.expectations.push_back(
      {.what = ExpectMetric{.metric = "reconnects", .at_least = 1, .at_most = {}},
       .targets = {1},
       .mark = {}});
  plan.clients.emplace_back(plan.clients.front()).name = "idle";
  plan.clients.back().count = 2;
  plan.expectations.push_back(
      {.what = ExpectMetric{.metric = "reconnects", .at_least = 1, .at_most = {}},
       .targets = {3, 4},
       .mark = {}});
  const auto found = judge(plan, record(plan, ordinary_run())).failures;
  ASSERT_GE(found.size(), 4U);
  EXPECT_EQ(found[0].expected, "reconnects of all 5 clients at most 0");
  EXPECT_EQ(found[0].happened, "it was 1; client-1 has the most, 1");
  EXPECT_EQ(found[1].expected, "reconnects of client-1 and 1 more at least 2");
  EXPECT_EQ(found[1].happened, "it was 1; client-3 has the least, 0");
  EXPECT_EQ(found[2].expected, "reconnects of client-2 at least 1");
  EXPECT_EQ(found[2].happened, "it was 0");
  EXPECT_EQ(found[3].expected, "reconnects of idle at least 1");
}

TEST(ExpectedViolation, MustComeAndIsThenNoFailure) {
  EXPECT_EQ(failures_of(ExpectViolation{"zombie"})[0].happened, "it held");

  plan::Plan plan = plan_of();
  plan.expectations.push_back(
      {.what = ExpectViolation{"legal_transitions"}, .targets = {}, .mark = {}});
  const Story story =
      Story().at(seconds(5)).change(State::disconnected, State::failed, Reason::failure_limit);
  for (const Failure& failure : failures(plan, story)) {
    EXPECT_NE(failure.expectation, "check legal_transitions");
  }
}

TEST(UnexpectedViolation, IsAFailureWithTheMessageOfTheCheck) {
  Story story = Story()
                    .at(seconds(5))
                    .change(State::disconnected, State::failed, Reason::authentication_error);
  const auto found = failures(plan_of(), story);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].expectation, "check legal_transitions");
  EXPECT_EQ(found[0].happened,
            "client: DISCONNECTED -> FAILED (authentication error) is no arrow of behaviour.md, "
            "\"States\"");
  EXPECT_EQ(found[0].at, core::kStart + seconds(5));
}

TEST(UntouchedFault, IsAFailureOfItsLine) {
  plan::Plan plan = plan_of();
  const plan::FaultSpec* drop = plan::find_fault("drop");
  plan.timeline.push_back(
      {.at = seconds(60),
       .targets = {},
       .action =
           plan::FaultUse{.fault = drop, .arguments = plan::default_arguments(*drop), .length = {}},
       .mark = {.line = 7}});
  Story story;
  story.at(seconds(60)).tell(RecordKind::fault_started, 0).because_of(0);
  const auto found = judge(plan, record(plan, story)).failures;
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].mark.line, 7);
  EXPECT_EQ(found[0].expectation, "fault drop");

  story.tell(RecordKind::closed, 1).because_of(0);
  EXPECT_TRUE(judge(plan, record(plan, story)).passed());
}

}  // namespace
}  // namespace fishtank::tests
