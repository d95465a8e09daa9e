#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/helpers/situations.hpp"

/// Rare situations from FAILED to the end: of each question that is more than one look at a record,
/// a story in which it occurs and one in which it nearly does. That each occurs in our own suite is
/// tested with it.
namespace fishtank::tests {
namespace {

using testing::Contains;
using testing::Not;

// ---- recovery ----------------------------------------------------------------------------------

TEST(Situations, ARestartHasOneOfThreeReasons) {
  Story refused = failed();
  refused.tell(RecordKind::password_login, 1);
  refused.tell(RecordKind::login_result, 1, 0, code(ServiceOutcome::failure));
  EXPECT_THAT(occurred(restart(refused)), Contains("restart_after_a_failed_login"));
  EXPECT_THAT(occurred(refused), Not(Contains("restart_within_the_login_cooldown")));
  EXPECT_THAT(occurred(refused), Not(Contains("restart_after_a_login_without_answer")));

  Story unanswered = failed();
  unanswered.tell(RecordKind::password_login, 1).at(minutes(5));
  EXPECT_THAT(occurred(restart(unanswered)), Contains("restart_after_a_login_without_answer"));
  EXPECT_THAT(occurred(unanswered), Not(Contains("restart_after_a_failed_login")));

  Story too_soon = failed();
  EXPECT_THAT(occurred(restart(too_soon)), Contains("restart_within_the_login_cooldown"));
  EXPECT_THAT(occurred(too_soon), Not(Contains("restart_after_a_login_without_answer")));
}

TEST(Situations, ARestartIsForcedWhenFailedAndAStopWhenStopping) {
  Story restarting = failed();
  restarting.note(NoteKind::forced_stop);
  EXPECT_THAT(occurred(restarting), Contains("restart_forced"));
  EXPECT_THAT(occurred(restarting), Not(Contains("stop_forced")));
  Story stopping = failed();
  stopping.tell(RecordKind::stop).note(NoteKind::forced_stop);
  EXPECT_THAT(occurred(stopping), Contains("stop_forced"));
  EXPECT_THAT(occurred(stopping), Not(Contains("restart_forced")));
}

TEST(Situations, ANewLifeConnectsOnce) {
  Story story = failed();
  EXPECT_THAT(occurred(restart(story)), Not(Contains("new_life_connects")));
  EXPECT_THAT(occurred(story.connect(2)), Contains("new_life_connects"));
  Story first;
  EXPECT_THAT(occurred(first.connect()), Not(Contains("new_life_connects")));
}

// ---- services ----------------------------------------------------------------------------------

TEST(Situations, ATokenIsAskedForAgainAtTheMomentOfTheAnswer) {
  const auto asked = [](ServiceOutcome answer, Duration later) {
    Story story;
    story.tell(RecordKind::token_result, 1, 0, code(answer)).at(later);
    return occurred(story.tell(RecordKind::request_token, 2));
  };
  EXPECT_THAT(asked(ServiceOutcome::captcha, {}), Contains("captcha_retried"));
  EXPECT_THAT(asked(ServiceOutcome::captcha, seconds(5)), Not(Contains("captcha_retried")));
  EXPECT_THAT(asked(ServiceOutcome::token_expired, {}), Contains("outdated_token_retried"));
  EXPECT_THAT(asked(ServiceOutcome::failure, {}), Not(Contains("captcha_retried")));
}

TEST(Situations, ARefreshFailsOnlyWhileConnected) {
  const auto given_up = [](ServiceOutcome why) {
    return occurred(opening().note(NoteKind::token_failed, 0, code(why)));
  };
  EXPECT_THAT(given_up(ServiceOutcome::captcha), Not(Contains("token_refresh_failed")));
  EXPECT_THAT(given_up(ServiceOutcome::captcha), Contains("captcha_given_up"));
  EXPECT_THAT(given_up(ServiceOutcome::failure), Not(Contains("captcha_given_up")));
  Story connected;
  connected.connect().note(NoteKind::token_failed, 0, code(ServiceOutcome::failure));
  EXPECT_THAT(occurred(connected), Contains("token_refresh_failed"));
}

TEST(Situations, AnExpiredSessionLogsInOutsideOfFailed) {
  EXPECT_THAT(occurred(opening().tell(RecordKind::password_login, 1)),
              Contains("session_expired_logs_in"));
  EXPECT_THAT(occurred(failed().tell(RecordKind::password_login, 1)),
              Not(Contains("session_expired_logs_in")));
}

// ---- messages ----------------------------------------------------------------------------------

TEST(Situations, AMessageWaitsForAHandlerOnlyIfAllAreBusy) {
  core::Policy policy = core::xianyu_live();
  policy.inbox.max_handlers = 2;
  const auto deliveries = [&](int running) {
    Story story;
    story.connect();
    for (int one = 0; one < running; ++one) story.tell(RecordKind::deliver);
    story.at(seconds(1)).tell(RecordKind::handler_done).tell(RecordKind::deliver);
    return occurred(story, plan_of(1, policy));
  };
  EXPECT_THAT(deliveries(2), Contains("message_waits_for_a_handler"));
  EXPECT_THAT(deliveries(1), Not(Contains("message_waits_for_a_handler")));
}

TEST(Situations, AnUndecodableMessageIsSurvivedOnceAnotherIsDelivered) {
  Story story;
  story.connect().tell(RecordKind::deliver);
  story.tell(RecordKind::discarded, 0, 0, static_cast<std::uint8_t>(core::Discard::undecodable));
  EXPECT_THAT(occurred(story), Not(Contains("undecodable_message_survived")));
  EXPECT_THAT(occurred(story.tell(RecordKind::deliver)), Contains("undecodable_message_survived"));
}

TEST(Situations, AChatSurvivesTheLossThatItMet) {
  Story story;
  story.connect().tell(RecordKind::send_chat, 1).lose();
  EXPECT_THAT(occurred(story), Not(Contains("chat_survives_a_loss")));
  story.tell(RecordKind::chat_done, 1, 0, static_cast<std::uint8_t>(core::ChatResult::accepted));
  EXPECT_THAT(occurred(story), Contains("chat_survives_a_loss"));
  Story later;
  later.connect().lose().tell(RecordKind::send_chat, 1);
  later.tell(RecordKind::chat_done, 1, 0, static_cast<std::uint8_t>(core::ChatResult::accepted));
  EXPECT_THAT(occurred(later), Not(Contains("chat_survives_a_loss")));
}

TEST(Situations, AMessageIsPushedWhileAwayAfterAConnectionOnly) {
  Story story = opening();
  EXPECT_THAT(occurred(story.tell(RecordKind::push_accepted)), Not(Contains("pushed_while_away")));
  Story lost;
  lost.connect().lose().tell(RecordKind::push_accepted);
  EXPECT_THAT(occurred(lost), Contains("pushed_while_away"));
}

// ---- stopping ----------------------------------------------------------------------------------

TEST(Situations, AStopMeetsWhateverIsUnderWay) {
  const auto stop = [](Story story) { return occurred(story.tell(RecordKind::stop)); };
  EXPECT_EQ(stop(opening()), Names{"stop_while_opening"});
  EXPECT_EQ(stop(opening().tell(RecordKind::opened, 1)), Names{"stop_while_registering"});
  Story connected;
  EXPECT_EQ(stop(connected.connect()), Names{});
  EXPECT_EQ(stop(connected.tell(RecordKind::deliver)), Names{"stop_with_handlers_running"});
  EXPECT_THAT(stop(Story().connect().lose()), Contains("stop_in_the_retry_wait"));
}

TEST(Situations, AStopMeetsALoginUntilItIsAnsweredOrGivenUp) {
  const auto stop = [](Story story) { return occurred(story.tell(RecordKind::stop)); };
  Story login = failed();
  login.tell(RecordKind::password_login, 1);
  EXPECT_THAT(stop(login), Contains("stop_during_a_login"));
  Story given_up = login;
  EXPECT_THAT(stop(given_up.at(seconds(10 + 180))), Not(Contains("stop_during_a_login")));
  EXPECT_THAT(stop(login.tell(RecordKind::login_result, 1)), Not(Contains("stop_during_a_login")));
}

TEST(Situations, AnAccountIsStartedAgainAfterBeingDisabled) {
  Story story;
  story.connect().tell(RecordKind::account_enabled, 0, 0, 0);
  story.change(State::connected, State::disconnected, Reason::account_disabled);
  story.tell(RecordKind::account_enabled, 0, 0, 1);
  EXPECT_THAT(occurred(story), Not(Contains("started_after_being_disabled")));
  EXPECT_THAT(occurred(story.tell(RecordKind::start, 0, 0, 1)),
              Contains("started_after_being_disabled"));
}

// ---- weather -----------------------------------------------------------------------------------

TEST(Situations, AFreezeCrossesADeadlineWhenAHeartbeatIsOverdue) {
  const auto frozen_for = [](Duration time) {
    Story story;
    story.connect().tell(RecordKind::frozen).at(time).tell(RecordKind::thawed);
    return occurred(story);
  };
  EXPECT_THAT(frozen_for(seconds(15)), Contains("freeze_across_a_deadline"));
  EXPECT_THAT(frozen_for(seconds(14)), Not(Contains("freeze_across_a_deadline")));
}

TEST(Situations, FaultsOverlapOnlyWhileOneLasts) {
  const plan::Plan plan = with_faults({"mute", "latency", "drop"});
  const auto second_after = [&](std::uint64_t first, bool ended) {
    Story story;
    story.connect().tell(RecordKind::fault_started, first);
    if (ended) story.tell(RecordKind::fault_ended, first);
    return occurred(story.tell(RecordKind::fault_started, 1), plan);
  };
  EXPECT_THAT(second_after(0, false), Contains("faults_overlap"));
  EXPECT_THAT(second_after(0, true), Not(Contains("faults_overlap")));
  EXPECT_THAT(second_after(2, false), Not(Contains("faults_overlap"))) << "a drop does not last";
}

TEST(Situations, AFaultCostsTheConnectionWhileAnotherOneLasts) {
  const plan::Plan plan = with_faults({"mute", "latency", "drop"});
  const auto lost_by = [&](std::uint16_t culprit) {
    Story story;
    story.connect().tell(RecordKind::fault_started, 0);
    story.tell(RecordKind::touched).because_of(culprit);
    return occurred(story.lose(), plan);
  };
  EXPECT_THAT(lost_by(2), Contains("loss_while_another_fault_lasts"));
  EXPECT_THAT(lost_by(0), Not(Contains("loss_while_another_fault_lasts")));
}

TEST(Situations, TheCalendarJumpsOnlyUnderARunningClient) {
  Story story;
  story.tell(RecordKind::clock_set);
  EXPECT_THAT(occurred(story.connect()), Not(Contains("wall_clock_jumps")));
  EXPECT_THAT(occurred(story.tell(RecordKind::clock_set)), Contains("wall_clock_jumps"));
  Story closed;
  closed.change(State::disconnected, State::closed, Reason::stopped).tell(RecordKind::clock_set);
  EXPECT_THAT(occurred(closed), Not(Contains("wall_clock_jumps")));
}

}  // namespace
}  // namespace fishtank::tests
