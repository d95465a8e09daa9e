#include "trace/conformance.hpp"

#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"

namespace fishtank::trace {
namespace {

using namespace fishtank::tests;

Story connected() {
  Story story;
  story.tell(RecordKind::open_transport, 1);
  story.at(milliseconds(300)).tell(RecordKind::opened, 1);
  story.at(seconds(1)).change(State::connecting, State::connected, Reason::registered);
  return story;
}

TEST(Conformance, EqualStepsAgreeWhateverTheirMoments) {
  Story late;
  late.at(milliseconds(20)).tell(RecordKind::open_transport, 1);
  late.at(milliseconds(400)).tell(RecordKind::opened, 1);
  late.at(seconds(3)).change(State::connecting, State::connected, Reason::registered);
  const Conformance result = compare(connected().records(), late.records());
  EXPECT_TRUE(result.agrees());
  EXPECT_EQ(result.steps, 3U);
  EXPECT_EQ(result.deviation.percentile(100), 2'000'000'000);
}

TEST(Conformance, TellsWhereEachClientParts) {
  Story one = connected();
  Story other = connected();
  one.at(seconds(5)).change(State::connected, State::reconnecting, Reason::connection_lost);
  other.at(seconds(5)).change(State::connected, State::reconnecting, Reason::heartbeat_timeout);
  const Conformance result = compare(one.records(), other.records());
  ASSERT_EQ(result.partings.size(), 1U);
  EXPECT_EQ(result.partings.front().step, 3U);
  ASSERT_TRUE(result.partings.front().one && result.partings.front().other);
}

TEST(Conformance, TellsOfStepsThatOnlyOneOfThemHas) {
  Story more = connected();
  more.at(seconds(5)).change(State::connected, State::reconnecting, Reason::connection_lost);
  const Conformance result = compare(connected().records(), more.records());
  ASSERT_EQ(result.partings.size(), 1U);
  EXPECT_FALSE(result.partings.front().one);
  EXPECT_TRUE(result.partings.front().other);
}

TEST(Conformance, FindsAClientThatOnlyOneOfThemHas) {
  Story more = connected();
  more.by(7).tell(RecordKind::open_transport, 1);
  const Conformance result = compare(connected().records(), more.records());
  ASSERT_EQ(result.partings.size(), 1U);
  EXPECT_EQ(result.partings.front().client, 7U);
}

TEST(Conformance, LeavesOutFramesAndWhatFollowsTheEndOfThePlan) {
  Story more = connected();
  more.send(FrameKind::heartbeat);
  more.at(minutes(1)).tell(RecordKind::run_ended);
  more.change(State::connected, State::reconnecting, Reason::connection_lost);
  EXPECT_TRUE(compare(connected().records(), more.records()).agrees());
}

/// The server's own numbers of sessions, and which of the two tells first, are each world's own.
TEST(Conformance, TakesTheServersStepsForThemselvesAndNoSessionsNumber) {
  Story one = connected();
  one.tell(RecordKind::server_registered, 3);
  Story other;
  other.tell(RecordKind::server_registered, 0);
  const Story steps = connected();
  for (const Record& record : steps.records()) {
    other.tell(record.kind, record.a, record.b, record.detail);
  }
  EXPECT_TRUE(compare(one.records(), other.records()).agrees());
}

}  // namespace
}  // namespace fishtank::trace
