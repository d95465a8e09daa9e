#include "onlooker/expectations.hpp"

#include <gmock/gmock.h>

#include "tests/onlooker/wire.hpp"

/// What a server can say of a scenario's expectations.
namespace fishtank::tests {
namespace {

using onlooker::Expectations;
using plan::ExpectMetric;
using plan::ExpectState;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using trace::Failure;
using When = plan::ExpectState::When;

constexpr plan::Mark kMark{.line = 9};

template <typename What>
plan::Plan expecting(What what, plan::Targets targets = {}) {
  plan::Plan plan = plan_of();
  plan.timeline.push_back(
      {.at = seconds(30), .targets = {}, .action = plan::StopAction{}, .mark = {}});
  plan.expectations.push_back({.what = what, .targets = std::move(targets), .mark = kMark});
  return plan;
}

ExpectState connected_by(Duration moment) {
  return {.when = When::by, .from = moment, .until = {}};
}

ExpectMetric number(std::string metric, std::optional<std::int64_t> at_most) {
  return {.metric = std::move(metric), .at_least = {}, .at_most = at_most};
}

/// CONNECTED at 1 s, gone at 30 s, CONNECTED again at 90 s; the run ends at `end`.
std::vector<Failure> failures(const plan::Plan& plan, Duration end = minutes(10)) {
  Expectations expectations(plan);
  expectations.see(0, true, core::kStart + seconds(1));
  expectations.see(0, false, core::kStart + seconds(30));
  expectations.see(0, true, core::kStart + seconds(90));
  return expectations.failures({}, core::kStart + end);
}

TEST(WireExpectations, HoldIfTheVisitorIsConnectedInTime) {
  EXPECT_THAT(failures(expecting(connected_by(seconds(2)))), IsEmpty());
  EXPECT_THAT(failures(expecting(connected_by(seconds(90)))), IsEmpty());
}

TEST(WireExpectations, GrantTheNetworkItsTime) {
  EXPECT_THAT(failures(expecting(connected_by(seconds(87)))), IsEmpty());
  EXPECT_THAT(failures(expecting(connected_by(milliseconds(86'999)))), SizeIs(1));
}

TEST(WireExpectations, HoldThoughTheVisitorLeavesWithinThatTime) {
  EXPECT_THAT(failures(expecting(connected_by(seconds(29)))), IsEmpty());
}

TEST(WireExpectations, SayWhoCameTooLateAndWhen) {
  const auto found = failures(expecting(connected_by(seconds(60))));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].expected, "CONNECTED by 1m");
  EXPECT_THAT(found[0].happened, HasSubstr("it entered that state only at 1m30s"));
  EXPECT_EQ(found[0].client, 0U);
  EXPECT_EQ(found[0].mark, kMark);
}

TEST(WireExpectations, JudgeEachVisitorByItself) {
  const plan::Plan plan = expecting(connected_by(seconds(60)));
  Expectations expectations(plan);
  expectations.see(0, true, core::kStart + seconds(1));
  expectations.see(1, false, core::kStart + seconds(1));
  const auto found = expectations.failures({}, core::kStart + minutes(10));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].client, 1U);
}

TEST(WireExpectations, AreJudgedOnlyWhenTheirTimeHasCome) {
  const plan::Plan plan = expecting(connected_by(seconds(60)));
  EXPECT_THAT(failures(plan, seconds(59)), IsEmpty());
  EXPECT_THAT(failures(plan, seconds(60)), SizeIs(1));
  EXPECT_EQ(Expectations(plan).left_out(core::kStart + seconds(59)), std::vector{kMark});
  EXPECT_THAT(Expectations(plan).left_out(core::kStart + seconds(60)), IsEmpty());
}

TEST(WireExpectations, KnowWhenAStateWasEntered) {
  const auto within = [](Duration from, Duration until) {
    return ExpectState{.when = When::within, .from = from, .until = until};
  };
  EXPECT_THAT(failures(expecting(within(seconds(80), seconds(88)))), IsEmpty());
  EXPECT_THAT(failures(expecting(within(seconds(40), seconds(80)))), SizeIs(1));
}

TEST(WireExpectations, LeaveOutWhatOnlyTheClientKnows) {
  const auto is_left_out = [](const plan::Plan& plan) {
    return failures(plan).empty() &&
           Expectations(plan).left_out(core::kStart + minutes(10)).size() == 1;
  };
  EXPECT_TRUE(
      is_left_out(expecting(ExpectState{.when = When::at, .from = seconds(60), .until = {}})));
  EXPECT_TRUE(is_left_out(expecting(ExpectState{
      .when = When::by, .state = State::reconnecting, .from = seconds(60), .until = {}})));
  EXPECT_TRUE(is_left_out(expecting(number("stale_inputs", -1))));
  EXPECT_TRUE(is_left_out(expecting(plan::ExpectViolation{.check = "zombie"})));
  EXPECT_TRUE(is_left_out(expecting(connected_by(seconds(60)), {0})));
}

TEST(WireExpectations, CountWhatTheServerCounts) {
  const plan::Plan plan = expecting(number("reconnects", 1));
  onlooker::Tally tally;
  tally.reconnects = 1;
  const Expectations expectations(plan);
  EXPECT_THAT(expectations.failures(tally, core::kStart + minutes(10)), IsEmpty());
  tally.reconnects = 2;
  const auto found = expectations.failures(tally, core::kStart + minutes(10));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].expected, "reconnects at most 1");
  EXPECT_EQ(found[0].happened, "it was 2");
  EXPECT_THAT(expectations.failures(tally, core::kStart + minutes(9)), IsEmpty());
}

TEST(AnOnlooker, ServesWhoIsRegisteredAndReady) {
  Story story;
  const auto serves = [&story] {
    onlooker::Onlooker onlooker(documented());
    for (const Record& record : story.records()) onlooker.see(record);
    return onlooker.serves(0);
  };
  EXPECT_FALSE(serves());
  story.tell(RecordKind::server_accepted, 1);
  EXPECT_FALSE(serves());
  registers(story);
  EXPECT_TRUE(serves());
  for (const RecordKind over : {RecordKind::server_kicked, RecordKind::server_refused}) {
    story.tell(over, 1);
    EXPECT_FALSE(serves()) << "the socket is open, and no message comes";
    registers(story);
    EXPECT_TRUE(serves());
  }
  story.at(seconds(9)).tell(RecordKind::server_gone, 1);
  EXPECT_FALSE(serves());
}

}  // namespace
}  // namespace fishtank::tests
