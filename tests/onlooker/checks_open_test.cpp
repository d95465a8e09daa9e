#include <gmock/gmock.h>

#include "tests/onlooker/wire.hpp"

/// Checks of what a client does while its connection is open.
namespace fishtank::tests {
namespace {

using testing::HasSubstr;

constexpr Duration kNanosecond = nanoseconds(1);

// ---- heartbeats_on_time ----------------------------------------------------------------------

/// heartbeat.interval 15 s + send_timeout 2 s + timers 0.5 s + network 3 s.
constexpr Duration kGap = milliseconds(20'500);

TEST(HeartbeatsOnTime, IsBrokenWhenTheyStopOnAnOpenConnection) {
  Story story;
  beats(arrives(story), seconds(1), seconds(61));
  EXPECT_EQ(names(found(story, seconds(61) + kGap)), "");
  const auto findings = found(story, seconds(61) + kGap + kNanosecond);
  ASSERT_EQ(names(findings), "heartbeats_on_time");
  EXPECT_EQ(findings.front().at, core::kStart + seconds(61) + kGap);
  EXPECT_EQ(findings.front().visitor, 0U);
  EXPECT_THAT(findings.front().message, HasSubstr("D-2"));
}

TEST(HeartbeatsOnTime, IsBrokenWhenNoneComesAtAll) {
  Story story;
  arrives(story);
  EXPECT_EQ(names(found(story, seconds(30) + kGap)), "") << "opening may take connect.timeout";
  EXPECT_EQ(names(found(story, seconds(30) + kGap + kNanosecond)), "heartbeats_on_time");
}

TEST(HeartbeatsOnTime, AsksNothingOfAConnectionThatHasEnded) {
  Story story;
  beats(arrives(story), seconds(1), seconds(31)).tell(RecordKind::server_gone, 1);
  EXPECT_EQ(names(found(story, minutes(5))), "");
}

TEST(HeartbeatsOnTime, AsksNothingOfAClientWithoutHeartbeats) {
  core::Policy policy;
  policy.heartbeat.interval = core::kOff;
  Story story;
  arrives(story);
  EXPECT_EQ(names(found(story, minutes(5), onlooker::expected_of(policy))), "");
}

TEST(HeartbeatsOnTime, WaitsForASignOfLifeWhereOpenConnectionsProveNothing) {
  Story story;
  beats(arrives(story), seconds(1), seconds(31));
  EXPECT_EQ(names(found(story, minutes(5), wary())), "") << "its host may have vanished";
  story.at(seconds(60)).tell(RecordKind::server_pong, 1);
  EXPECT_EQ(names(found(story, minutes(5), wary())), "heartbeats_on_time");
}

TEST(HeartbeatsOnTime, ForgivesACookieRefreshEachTwentyMinutes) {
  Story story;
  beats(arrives(story), seconds(1), seconds(1201));
  beats(story, seconds(1370), seconds(1430));
  EXPECT_EQ(names(found(story)), "");
  beats(story, seconds(1500), seconds(1500));
  EXPECT_EQ(names(found(story)), "heartbeats_on_time") << "not again so soon";
}

// ---- silent_peer_left ------------------------------------------------------------------------

/// heartbeat.timeout 30 s + timers 0.5 s + close_timeout 2 s + network 3 s.
constexpr Duration kLeave = milliseconds(35'500);

/// Answered until 31 s, and then not any more; the heartbeats go on.
Story unanswered(Duration until) {
  Story story;
  beats(arrives(story), seconds(1), seconds(31));
  for (Duration at = seconds(46); at <= until; at += seconds(15)) {
    withheld(comes(story.at(at), FrameKind::heartbeat));
  }
  return story;
}

TEST(SilentPeerLeft, IsBrokenWhenTheClientStaysThoughNothingIsAnswered) {
  const Story story = unanswered(seconds(76));
  EXPECT_EQ(names(found(story, seconds(46) + kLeave)), "");
  const auto findings = found(story, seconds(46) + kLeave + kNanosecond);
  ASSERT_EQ(names(findings), "silent_peer_left");
  EXPECT_THAT(findings.front().message, HasSubstr("D-1"));
}

TEST(SilentPeerLeft, SaysThatTheHeartbeatHasEndedIfItHas) {
  const auto findings = found(unanswered(seconds(46)), minutes(2));
  ASSERT_EQ(names(findings), "heartbeats_on_time, silent_peer_left");
  EXPECT_THAT(findings.back().message, HasSubstr("D-2"));
}

TEST(SilentPeerLeft, HoldsWhenTheClientLeaves) {
  Story story = unanswered(seconds(61));
  story.at(seconds(62)).tell(RecordKind::server_gone, 1, 1000);
  EXPECT_EQ(names(found(story, minutes(5))), "");
}

TEST(SilentPeerLeft, HoldsWhenAnAnswerComesInTime) {
  Story story = unanswered(seconds(61));
  beats(story, seconds(76), seconds(106));
  EXPECT_EQ(names(found(story)), "");
}

TEST(SilentPeerLeft, CountsOtherAnswersOnlyIfThePolicyDoes) {
  Story story = unanswered(seconds(61));
  comes(story.at(seconds(63)), FrameKind::send_text);
  withheld(comes(story.at(seconds(76)), FrameKind::heartbeat));
  EXPECT_EQ(names(found(story, seconds(91))), "");
  core::Policy policy;
  policy.heartbeat.answer_match = core::AnswerMatch::mid;
  const auto findings = found(story, seconds(91), onlooker::expected_of(policy));
  ASSERT_EQ(names(findings), "silent_peer_left");
  EXPECT_THAT(findings.front().message, HasSubstr("D-5"));
}

// ---- ping_answered ---------------------------------------------------------------------------

TEST(PingAnswered, IsBrokenAfterTwentySecondsOnly) {
  Story story;
  beats(arrives(story), seconds(0), seconds(30));
  story.at(seconds(30)).tell(RecordKind::server_ping, 1);
  EXPECT_EQ(names(found(story, seconds(50))), "");
  EXPECT_EQ(names(found(story, seconds(50) + kNanosecond)), "ping_answered");
  story.at(seconds(50)).tell(RecordKind::server_pong, 1);
  EXPECT_EQ(names(found(story, seconds(50) + kNanosecond)), "");
}

// ---- app_ping_answered -----------------------------------------------------------------------

/// Of a session that is registered and beats; the server's {"type":"ping"} goes out at 30 s.
Story app_pinged() {
  Story story;
  return beats(arrives(story), seconds(0), seconds(30)).tell(RecordKind::server_app_ping, 1);
}

TEST(AppPingAnswered, IsBrokenAfterTenSecondsOnly) {
  EXPECT_EQ(names(found(app_pinged(), seconds(40))), "");
  const auto findings = found(app_pinged(), seconds(40) + kNanosecond);
  ASSERT_EQ(names(findings), "app_ping_answered");
  EXPECT_EQ(findings.front().at, core::kStart + seconds(40));
  EXPECT_THAT(findings.front().message, HasSubstr("D-15"));
  Story story = app_pinged();
  comes(story.at(seconds(40)), FrameKind::app_pong);
  EXPECT_EQ(names(found(story, seconds(45))), "");
}

TEST(AppPingAnswered, CountsFromTheFirstThatIsUnanswered) {
  Story story = app_pinged();
  story.at(seconds(38)).tell(RecordKind::server_app_ping, 1);
  EXPECT_EQ(names(found(story, seconds(40) + kNanosecond)), "app_ping_answered");
}

TEST(AppPingAnswered, TakesWhoHasAnsweredBeforeForOneThatStandsStill) {
  Story story = app_pinged();
  comes(story.at(seconds(31)), FrameKind::app_pong);
  story.at(seconds(35)).tell(RecordKind::server_app_ping, 1);
  const auto findings = found(story, seconds(46));
  ASSERT_EQ(names(findings), "app_ping_answered");
  EXPECT_THAT(findings.front().message, HasSubstr("D-19"));
}

TEST(AppPingAnswered, IsNotAnsweredByAnythingElseNorOnAnotherConnection) {
  Story story = app_pinged();
  comes(story.at(seconds(31)), FrameKind::ack);
  comes(story, FrameKind::app_pong, 2);
  EXPECT_EQ(names(found(story, seconds(41))), "app_ping_answered");
}

TEST(AppPingAnswered, LetsGoOfAConnectionThatEnded) {
  Story story = app_pinged();
  story.at(seconds(35)).tell(RecordKind::server_gone, 1);
  EXPECT_EQ(names(found(story, minutes(2))), "");
}

TEST(AppPingAnswered, ExcusesOnlyWhoLeavesAllMessagesToItsApplication) {
  core::Policy policy;
  policy.inbox.answers_app_ping = false;
  EXPECT_EQ(names(found(app_pinged(), seconds(41), onlooker::expected_of(policy))),
            "app_ping_answered")
      << "D-15 is a defect, whoever has it by choice";
  policy.inbox.acknowledges = core::Acknowledges::nothing;
  EXPECT_EQ(names(found(app_pinged(), seconds(41), onlooker::expected_of(policy))), "");
}

// ---- pushes_acknowledged ---------------------------------------------------------------------

constexpr std::uint64_t kMessage = 4711;

Story pushed() {
  Story story;
  beats(arrives(story), seconds(0), seconds(30));
  return story.tell(RecordKind::push_accepted, 0, kMessage)
      .tell(RecordKind::push_sent, 1, kMessage);
}

TEST(PushesAcknowledged, IsBrokenAfterTenSecondsOnly) {
  EXPECT_EQ(names(found(pushed(), seconds(40))), "");
  EXPECT_EQ(names(found(pushed(), seconds(40) + kNanosecond)), "pushes_acknowledged");
  Story story = pushed();
  story.at(seconds(40)).tell(RecordKind::push_acknowledged, 1, kMessage);
  EXPECT_EQ(names(found(story, seconds(45))), "");
  story.at(seconds(41)).tell(RecordKind::push_sent, 1, kMessage, 1);
  EXPECT_EQ(names(found(story, seconds(52))).find("pushes"), std::string::npos)
      << "nobody writes down that a copy is acknowledged";
}

TEST(PushesAcknowledged, LetsGoOfWhatWentOutOnAConnectionThatEnded) {
  Story story = pushed();
  story.at(seconds(35)).tell(RecordKind::server_closed, 1, 1000);
  EXPECT_EQ(names(found(story, minutes(2))), "");
}

// ---- kick_heeded -----------------------------------------------------------------------------

TEST(KickHeeded, IsBrokenWhenTheConnectionStaysOpen) {
  Story story;
  arrives(story).at(seconds(10)).tell(RecordKind::server_kicked, 1);
  EXPECT_EQ(names(found(story, seconds(15))), "");
  EXPECT_EQ(names(found(story, seconds(15) + kNanosecond)), "kick_heeded");
  story.at(seconds(12)).tell(RecordKind::server_gone, 1);
  EXPECT_EQ(names(found(story, minutes(1))), "");
}

// ---- registered_after_reconnect --------------------------------------------------------------

TEST(RegisteredAfterReconnect, IsBrokenByAClientThatIsOpenAndBeatsButNeverRegisters) {
  Story story;
  arrives(story).at(seconds(5)).tell(RecordKind::server_gone, 1);
  story.at(seconds(8)).tell(RecordKind::server_accepted, 2);
  beats(story, seconds(18), seconds(33), 2);
  EXPECT_EQ(names(found(story, seconds(41))), "");
  const auto findings = found(story, seconds(41) + kNanosecond);
  ASSERT_EQ(names(findings), "registered_after_reconnect");
  EXPECT_THAT(findings.front().message, HasSubstr("looks like D-18: no /reg after a reconnect"));
}

TEST(RegisteredAfterReconnect, AsksItOfTheFirstConnectionToo) {
  Story story;
  story.tell(RecordKind::server_accepted, 1);
  const auto findings = found(story, minutes(1));
  ASSERT_EQ(names(findings), "registered_after_reconnect");
  EXPECT_THAT(findings.front().message, HasSubstr("never registered"));
}

TEST(RegisteredAfterReconnect, IsBrokenByAClientThatDoesNotLookAtTheRefusal) {
  Story story;
  comes(story.tell(RecordKind::server_accepted, 1), FrameKind::registration);
  story.tell(RecordKind::server_refused, 1, 401);
  EXPECT_EQ(names(found(story, seconds(33))), "");
  const auto findings = found(story, minutes(1));
  ASSERT_EQ(names(findings), "registered_after_reconnect");
  EXPECT_THAT(findings.front().message, HasSubstr("D-12"));
}

}  // namespace
}  // namespace fishtank::tests
