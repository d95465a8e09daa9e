#include "trace/sometimes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/helpers/situations.hpp"

/// Rare situations: of each question that is more than one look at a record, a story in which it
/// occurs and one in which it nearly does. That each occurs in our own suite is tested with it.
namespace fishtank::tests {
namespace {

using testing::Contains;
using testing::Not;

// ---- the list ----------------------------------------------------------------------------------

TEST(Situations, HaveNamesOfTheirOwnAndSayWhatHappens) {
  Names names;
  for (const trace::Situation& situation : trace::situations()) {
    EXPECT_TRUE(names.emplace(situation.name).second) << situation.name;
    EXPECT_TRUE(situation.about.ends_with('.')) << situation.name;
    EXPECT_NE(situation.sees, 0U) << situation.name;
  }
  EXPECT_LE(names.size(), trace::kMostSituations);
}

TEST(Situations, LookAtNothingThatHappensWithEveryHeartbeatButAfterAFailedOne) {
  constexpr auto kHeartbeat = trace::kFramedKinds | trace::kinds(RecordKind::push_acknowledged);
  for (const trace::Situation& situation : trace::situations()) {
    EXPECT_EQ(situation.sees & kHeartbeat, 0U) << situation.name;
    const bool sees_sent = (situation.sees & trace::kinds(RecordKind::sent)) != 0;
    EXPECT_EQ(sees_sent, situation.name == "heartbeat_send_recovers") << situation.name;
  }
}

TEST(Situations, OfAQuietConnectionAreNone) {
  Story story;
  story.connect().at(seconds(15)).send(FrameKind::heartbeat, 1).tell(RecordKind::sent, 1);
  EXPECT_EQ(occurred(story), Names{});
}

// ---- opening -----------------------------------------------------------------------------------

TEST(Situations, AConnectTimeoutIsAFailureWhileTheTransportHangs) {
  Story hangs = opening();
  hangs.at(seconds(30)).note(NoteKind::failure_counted, 1);
  EXPECT_THAT(occurred(hangs), Contains("connect_timeout"));
  Story refused = opening();
  refused.at(seconds(30)).tell(RecordKind::open_failed, 1).note(NoteKind::failure_counted, 1);
  EXPECT_THAT(occurred(refused), Not(Contains("connect_timeout")));
  Story early = opening();
  early.at(seconds(29)).note(NoteKind::failure_counted, 1);
  EXPECT_THAT(occurred(early), Not(Contains("connect_timeout")));
}

TEST(Situations, ALossBeforeRegistrationIsOneOfAnOpenTransport) {
  Story open = opening();
  open.tell(RecordKind::opened, 1).tell(RecordKind::closed, 1);
  EXPECT_THAT(occurred(open), Contains("loss_before_registration"));
  Story registered;
  registered.connect().tell(RecordKind::closed, 1);
  EXPECT_THAT(occurred(registered), Not(Contains("loss_before_registration")));
  Story old = opening();
  old.tell(RecordKind::opened, 1).tell(RecordKind::closed, 0);
  EXPECT_THAT(occurred(old), Not(Contains("loss_before_registration")));
}

TEST(Situations, ARefusedTokenIsTheCodeThatThePolicyKnowsIt) {
  const auto refused = [](std::int64_t with) {
    return occurred(opening().note(NoteKind::registration_refused, with));
  };
  EXPECT_THAT(refused(401), Contains("token_refused_by_the_server"));
  EXPECT_THAT(refused(500), Not(Contains("token_refused_by_the_server")));
}

// ---- liveness ----------------------------------------------------------------------------------

TEST(Situations, AHalfOpenConnectionIsNoticedWhileTheFaultLasts) {
  const plan::Plan plan = with_faults({"mute", "half_open"});
  const auto noticed = [&](std::uint64_t fault) {
    Story story;
    story.connect().tell(RecordKind::fault_started, fault).lose(Reason::heartbeat_timeout);
    return occurred(story, plan);
  };
  EXPECT_THAT(noticed(1), Contains("half_open_noticed_by_heartbeat"));
  EXPECT_THAT(noticed(0), Not(Contains("half_open_noticed_by_heartbeat")));
  EXPECT_THAT(noticed(0), Contains("silence_noticed_by_heartbeat"));
}

TEST(Situations, ASendThatFailedRecoversWithTheNextThatIsTaken) {
  Story story;
  story.connect().note(NoteKind::heartbeat_failed, 1);
  EXPECT_THAT(occurred(story), Not(Contains("heartbeat_send_recovers")));
  story.by(1).tell(RecordKind::sent, 1);  // of another client
  EXPECT_THAT(occurred(story, plan_of(2)), Not(Contains("heartbeat_send_recovers")));
  story.by(0).tell(RecordKind::sent, 1);
  EXPECT_THAT(occurred(story, plan_of(2)), Contains("heartbeat_send_recovers"));
}

TEST(Situations, ASendOfTheNextConnectionRecoversNothing) {
  Story story;
  story.connect().note(NoteKind::heartbeat_failed, 3).lose(Reason::heartbeat_given_up);
  story.tell(RecordKind::sent, 2);
  EXPECT_THAT(occurred(story), Not(Contains("heartbeat_send_recovers")));
}

TEST(Situations, ACookieRefreshPausesHeartbeatsIfOneWouldHaveBeenDue) {
  const auto refresh = [](Duration time, const core::Policy& policy = core::xianyu_live()) {
    Story story;
    story.connect().at(minutes(20)).tell(RecordKind::refresh_cookie, 1);
    story.at(minutes(20) + time).tell(RecordKind::cookie_result, 1);
    return occurred(story, plan_of(1, policy));
  };
  EXPECT_THAT(refresh(seconds(15)), Contains("heartbeat_paused_by_cookie_refresh"));
  EXPECT_THAT(refresh(seconds(14)), Not(Contains("heartbeat_paused_by_cookie_refresh")));
  core::Policy steady = core::xianyu_live();
  steady.cookie.pauses_heartbeat = false;
  EXPECT_THAT(refresh(seconds(15), steady), Not(Contains("heartbeat_paused_by_cookie_refresh")));
}

// ---- reconnecting ------------------------------------------------------------------------------

TEST(Situations, ABackoffIsAtItsCapWhenTheDelayOfItsClassIs) {
  const auto scheduled = [](Duration delay, core::FailureClass of) {
    Story story;
    story.note(NoteKind::retry_scheduled, delay.count(), static_cast<std::uint64_t>(of));
    return occurred(story);
  };
  EXPECT_THAT(scheduled(seconds(15), core::FailureClass::unexpected_close),
              Contains("backoff_at_its_cap"));
  EXPECT_THAT(scheduled(seconds(15), core::FailureClass::network),
              Not(Contains("backoff_at_its_cap")));
}

TEST(Situations, AConnectionIsLostAgainWithinAMinute) {
  const auto lost_after = [](Duration time) {
    Story story;
    story.connect().at(seconds(10)).lose();
    story.at(seconds(20)).change(State::connecting, State::connected, Reason::registered);
    story.at(seconds(20) + time).lose();
    return occurred(story);
  };
  EXPECT_THAT(lost_after(seconds(59)), Contains("lost_again_within_a_minute"));
  EXPECT_THAT(lost_after(seconds(60)), Not(Contains("lost_again_within_a_minute")));
  Story first;
  first.connect().at(seconds(10)).lose();
  EXPECT_THAT(occurred(first), Not(Contains("lost_again_within_a_minute")));
}

TEST(Situations, ASlowCloseIsAbortedForTheNextAttemptAndNotForAStop) {
  Story slow;
  slow.connect().tell(RecordKind::close_transport, 1).lose();
  slow.at(seconds(2)).tell(RecordKind::abort_transport, 1);
  EXPECT_THAT(occurred(slow), Contains("slow_close_aborted"));
  Story stopped;
  stopped.connect().tell(RecordKind::close_transport, 1).lose().tell(RecordKind::stop);
  stopped.at(seconds(5)).tell(RecordKind::abort_transport, 1);
  EXPECT_THAT(occurred(stopped), Not(Contains("slow_close_aborted")));
}

}  // namespace
}  // namespace fishtank::tests
