#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"

/// Checks of heartbeats and of noticing a dead peer, at their bounds and one nanosecond beyond.
namespace fishtank::tests {
namespace {

constexpr Duration kNanosecond = nanoseconds(1);

// ---- heartbeat_only_connected ----------------------------------------------------------------

TEST(HeartbeatOnlyConnected, HoldsInConnectedAndIsBrokenElsewhere) {
  Story story = Story().connect().send(FrameKind::heartbeat);
  EXPECT_TRUE(violations("heartbeat_only_connected", story).empty());
  story.lose().send(FrameKind::heartbeat);
  const auto found = violations("heartbeat_only_connected", story);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "a heartbeat was sent in RECONNECTING; they are sent in CONNECTED only");
}

TEST(HeartbeatOnlyConnected, AllowsOtherFramesAnywhere) {
  EXPECT_TRUE(
      violations("heartbeat_only_connected", Story().send(FrameKind::registration)).empty());
}

TEST(HeartbeatOnlyConnected, IsBrokenByOnesThatBeginWithTheTransport) {
  // GFC: its timer runs from the opening, and a slow registration is still under way.
  const Story story = Story()
                          .change(State::disconnected, State::connecting, Reason::started)
                          .tell(RecordKind::opened, 1)
                          .at(seconds(10))
                          .send(FrameKind::heartbeat);
  EXPECT_EQ(violations("heartbeat_only_connected", story).size(), 1U);
}

// ---- heartbeats_on_time ----------------------------------------------------------------------

/// heartbeat.interval + heartbeat.send_timeout + the slack of timers.
constexpr Duration kGap = seconds(15) + seconds(2) + milliseconds(500);

TEST(HeartbeatsOnTime, HoldsAtTheBoundAndIsBrokenAfterIt) {
  const auto second_after = [](Duration gap) {
    return Story().connect().send(FrameKind::heartbeat).at(gap).send(FrameKind::heartbeat);
  };
  EXPECT_TRUE(violations("heartbeats_on_time", second_after(kGap)).empty());
  const auto found = violations("heartbeats_on_time", second_after(kGap + kNanosecond));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at, core::kStart + kGap);
}

TEST(HeartbeatsOnTime, IsBrokenWhenHeartbeatStopsAndTheClientStaysConnected) {
  const Story story = Story().connect().send(FrameKind::heartbeat);
  EXPECT_TRUE(violations("heartbeats_on_time", story, plan_of(), kGap).empty());
  EXPECT_EQ(violations("heartbeats_on_time", story, plan_of(), minutes(10)).size(), 1U);
}

TEST(HeartbeatsOnTime, IsBrokenByAHeartbeatThatWasGivenUpThoughEverythingElseIsAnswered) {
  // D-2: the loop ended, the socket is open and alive, and no server needs to close it.
  Story story = Story().connect().send(FrameKind::heartbeat);
  for (int minute = 1; minute <= 5; ++minute) {
    story.at(minutes(minute)).receive(FrameKind::response).receive(FrameKind::push);
  }
  EXPECT_EQ(violations("heartbeats_on_time", story, plan_of(), minutes(5)).size(), 1U);
}

TEST(HeartbeatsOnTime, LetsTheFirstOneComeAfterTheInterval) {
  const Story story = Story().connect().at(seconds(15)).send(FrameKind::heartbeat);
  EXPECT_TRUE(violations("heartbeats_on_time", story).empty());
}

TEST(HeartbeatsOnTime, IsBrokenByAHandlerThatBlocksEverything) {
  // D-19: for 20 s the application thinks, and nothing is sent.
  const Story story = Story()
                          .connect()
                          .send(FrameKind::heartbeat)
                          .at(seconds(10))
                          .tell(RecordKind::deliver, 1)
                          .at(seconds(30))
                          .tell(RecordKind::handler_done, 1)
                          .send(FrameKind::heartbeat);
  EXPECT_EQ(violations("heartbeats_on_time", story).size(), 1U);
}

TEST(HeartbeatsOnTime, IsBrokenByHaste) {
  // A retry after a send that failed comes 5 s later, and timers may be half a second off.
  const auto second_after = [](Duration gap) {
    return Story().connect().send(FrameKind::heartbeat).at(gap).send(FrameKind::heartbeat);
  };
  const Duration least = seconds(5) - milliseconds(500);
  EXPECT_TRUE(violations("heartbeats_on_time", second_after(least)).empty());
  EXPECT_EQ(violations("heartbeats_on_time", second_after(least - kNanosecond)).size(), 1U);
}

TEST(HeartbeatsOnTime, AsksForNothingOutsideConnectedAndAfterAStop) {
  EXPECT_TRUE(
      violations("heartbeats_on_time", Story().connect().lose(), plan_of(), minutes(5)).empty());
  EXPECT_TRUE(violations("heartbeats_on_time", Story().connect().tell(RecordKind::stop), plan_of(),
                         minutes(5))
                  .empty());
}

TEST(HeartbeatsOnTime, WaitsForACookieRefresh) {
  const Story refreshing = Story().connect().at(seconds(1)).tell(RecordKind::refresh_cookie, 1);
  // The refresh may take 180 s; heartbeat is due after it.
  const Duration due = seconds(1) + seconds(180) + kGap;
  EXPECT_TRUE(violations("heartbeats_on_time", refreshing, plan_of(), due).empty());
  EXPECT_EQ(violations("heartbeats_on_time", refreshing, plan_of(), due + kNanosecond).size(), 1U);

  Story refreshed = refreshing;
  refreshed.at(seconds(4)).tell(RecordKind::cookie_result, 1);
  const Duration sooner = seconds(4) + kGap;
  EXPECT_TRUE(violations("heartbeats_on_time", refreshed, plan_of(), sooner).empty());
  EXPECT_EQ(violations("heartbeats_on_time", refreshed, plan_of(), sooner + kNanosecond).size(),
            1U);
}

TEST(HeartbeatsOnTime, DoesNotWaitForACookieRefreshThatPausesNothing) {
  core::Policy policy;
  policy.cookie.pauses_heartbeat = false;
  const Story story = Story().connect().at(seconds(1)).tell(RecordKind::refresh_cookie, 1);
  EXPECT_EQ(violations("heartbeats_on_time", story, plan_of(1, policy), kGap + kNanosecond).size(),
            1U);
}

TEST(HeartbeatsOnTime, GivesAFrozenHostItsTime) {
  const Story story = Story()
                          .connect()
                          .at(seconds(2))
                          .tell(RecordKind::frozen)
                          .at(seconds(102))
                          .tell(RecordKind::thawed);
  const Duration due = kGap + seconds(100);
  EXPECT_TRUE(violations("heartbeats_on_time", story, plan_of(), due).empty());
  EXPECT_EQ(violations("heartbeats_on_time", story, plan_of(), due + kNanosecond).size(), 1U);
}

// ---- silent_peer_noticed ---------------------------------------------------------------------

/// heartbeat.timeout + the slack of timers.
constexpr Duration kSilence = seconds(30) + milliseconds(500);

TEST(SilentPeerNoticed, HoldsAtTheBoundAndIsBrokenAfterIt) {
  const auto lost_after = [](Duration silence) {
    return Story()
        .connect()
        .at(seconds(7))
        .receive(FrameKind::response)
        .at(seconds(7) + silence)
        .lose(Reason::heartbeat_timeout);
  };
  EXPECT_TRUE(violations("silent_peer_noticed", lost_after(kSilence)).empty());
  const auto found = violations("silent_peer_noticed", lost_after(kSilence + kNanosecond));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at, core::kStart + seconds(7) + kSilence);
  EXPECT_EQ(found[0].message,
            "still CONNECTED 30.5s after the last answer; heartbeat.timeout is 30s");
}

TEST(SilentPeerNoticed, CountsFromConnectedWhenNoAnswerEverCame) {
  const Story story = Story().at(seconds(2)).connect();
  EXPECT_TRUE(violations("silent_peer_noticed", story, plan_of(), seconds(2) + kSilence).empty());
  EXPECT_EQ(violations("silent_peer_noticed", story, plan_of(), seconds(2) + kSilence + kNanosecond)
                .size(),
            1U);
}

TEST(SilentPeerNoticed, TakesNeitherARefusalNorAPushForAnAnswer) {
  const Story story = Story()
                          .connect()
                          .at(seconds(20))
                          .refusal()
                          .receive(FrameKind::push)
                          .at(seconds(31))
                          .note(NoteKind::stuck);
  EXPECT_EQ(violations("silent_peer_noticed", story, plan_of(), seconds(31)).size(), 1U);
}

TEST(SilentPeerNoticed, MeasuresAPolicyThatMissesNothingWithTheDocumentedTimeAndOneInterval) {
  core::Policy policy;
  policy.heartbeat.timeout = core::kOff;
  const Story story = Story().connect();
  const Duration bound = kSilence + seconds(15);
  EXPECT_TRUE(violations("silent_peer_noticed", story, plan_of(1, policy), bound).empty());
  EXPECT_EQ(
      violations("silent_peer_noticed", story, plan_of(1, policy), bound + kNanosecond).size(), 1U);
}

/// S3 and S4: no heartbeat, so no answer to miss.
core::Policy without_heartbeat() {
  core::Policy policy;
  policy.heartbeat.interval = core::kOff;
  policy.heartbeat.timeout = core::kOff;
  return policy;
}

TEST(SilentPeerNoticed, GoesByTheSilenceMonitorOfAPolicyWithoutHeartbeats) {
  core::Policy policy = without_heartbeat();
  policy.silence = {.timeout = seconds(90), .check_interval = seconds(30)};
  const Story story = Story().connect().at(seconds(20)).receive(FrameKind::push);
  const Duration bound = seconds(20) + seconds(90) + seconds(30) + milliseconds(500);
  EXPECT_TRUE(violations("silent_peer_noticed", story, plan_of(1, policy), bound).empty());
  const auto found =
      violations("silent_peer_noticed", story, plan_of(1, policy), bound + kNanosecond);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "still CONNECTED 2m0.5s after the last sign of life; silence.timeout is 1m30s and "
            "silence.check_interval 30s");
}

TEST(SilentPeerNoticed, GoesByTheKeepaliveOfAPolicyWithNothingElse) {
  core::Policy policy = without_heartbeat();
  policy.keepalive = {.interval = seconds(20), .timeout = seconds(20)};
  const Story story = Story()
                          .connect()
                          .at(seconds(20))
                          .tell(RecordKind::pong_received, 1)
                          .at(seconds(30))
                          .receive(FrameKind::push);
  const Duration bound = seconds(20) + seconds(40) + milliseconds(500);
  EXPECT_TRUE(violations("silent_peer_noticed", story, plan_of(1, policy), bound).empty());
  EXPECT_EQ(
      violations("silent_peer_noticed", story, plan_of(1, policy), bound + kNanosecond).size(), 1U);
}

TEST(SilentPeerNoticed, AsksNothingOfAPolicyThatHasNothingToNoticeItBy) {
  const plan::Plan plan = plan_of(1, without_heartbeat());
  EXPECT_TRUE(violations("silent_peer_noticed", Story().connect(), plan, minutes(10)).empty());
}

TEST(SilentPeerNoticed, IsNotSuspendedByACookieRefreshThatHasNoHeartbeatToPause) {
  core::Policy policy = without_heartbeat();
  policy.silence = {.timeout = seconds(90), .check_interval = seconds(30)};
  const Story story = Story().connect().at(seconds(60)).tell(RecordKind::refresh_cookie, 1);
  EXPECT_EQ(violations("silent_peer_noticed", story, plan_of(1, policy), seconds(130)).size(), 1U);
}

TEST(SilentPeerNoticed, DoesNotCountACookieRefresh) {
  const Story story = Story()
                          .connect()
                          .at(seconds(20))
                          .tell(RecordKind::refresh_cookie, 1)
                          .at(seconds(60))
                          .tell(RecordKind::cookie_result, 1);
  EXPECT_TRUE(violations("silent_peer_noticed", story, plan_of(), seconds(60) + kSilence).empty());
}

// ---- zombie ----------------------------------------------------------------------------------

TEST(Zombie, HoldsAtTheBoundAndIsBrokenAfterIt) {
  const Story story = Story().connect(1).at(seconds(5)).tell(RecordKind::server_gone, 1);
  const Duration bound = seconds(5) + kSilence;
  EXPECT_TRUE(violations("zombie", story, plan_of(), bound).empty());
  const auto found = violations("zombie", story, plan_of(), bound + kNanosecond);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at, core::kStart + bound);
}

TEST(Zombie, AllowsForWhatWasOnItsWayWhenTheSessionEnded) {
  const Story story = Story()
                          .connect(1)
                          .at(seconds(5))
                          .tell(RecordKind::server_closed, 1)
                          .at(seconds(25))
                          .receive(FrameKind::response);
  EXPECT_TRUE(violations("zombie", story, plan_of(), seconds(25) + kSilence).empty());
}

TEST(Zombie, IsNotFooledByAServerThatAnswersButRefusedTheRegistration) {
  Story story;
  story.tell(RecordKind::server_accepted, 1).tell(RecordKind::server_refused, 1, 401);
  story.change(State::disconnected, State::connecting, Reason::started);
  story.change(State::connecting, State::connected, Reason::registered);
  for (int beat = 1; beat <= 3; ++beat) {
    story.at(seconds(15) * beat).receive(FrameKind::response);
  }
  EXPECT_EQ(violations("zombie", story).size(), 1U);
}

TEST(Zombie, GivesAClientThatNoticesNothingTheDocumentedTime) {
  const plan::Plan plan = plan_of(1, without_heartbeat());
  const Story story = Story().connect(1).at(seconds(5)).tell(RecordKind::server_gone, 1);
  const Duration bound = seconds(5) + kSilence + seconds(15);
  EXPECT_TRUE(violations("zombie", story, plan, bound).empty());
  EXPECT_EQ(violations("zombie", story, plan, bound + kNanosecond).size(), 1U);
}

TEST(Zombie, IsAConnectionOnWhichNobodyRegistered) {
  // D-18: the second connection is open, sends heartbeats, and has no session.
  Story story = Story().connect(1).at(seconds(60)).lose();
  story.at(seconds(63)).change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  story.tell(RecordKind::open_transport, 2).tell(RecordKind::server_accepted, 2);
  story.change(State::connecting, State::connected, Reason::registered);
  story.at(seconds(90)).receive(FrameKind::response, 1, 2);
  EXPECT_EQ(violations("zombie", story, plan_of(), minutes(2)).size(), 1U);
}

TEST(Zombie, DoesNotMindTheEndOfAnOlderSession) {
  const Story story = Story()
                          .connect(2)
                          .at(seconds(5))
                          .tell(RecordKind::server_gone, 1)
                          .at(minutes(5))
                          .note(NoteKind::stuck);
  EXPECT_TRUE(violations("zombie", story, plan_of(), minutes(5)).empty());
}

}  // namespace
}  // namespace fishtank::tests
