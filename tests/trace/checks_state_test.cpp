#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"

/// Checks of states, transports, failures and stops: each with records that break it and records
/// that just do not.
namespace fishtank::tests {
namespace {

// ---- legal_transitions -----------------------------------------------------------------------

TEST(LegalTransitions, HoldsForTheArrowsOfTheTable) {
  EXPECT_TRUE(violations("legal_transitions", Story().connect().lose()).empty());
}

TEST(LegalTransitions, IsBrokenByAnArrowThatIsNotInTheTable) {
  const Story story =
      Story().at(seconds(3)).change(State::disconnected, State::connected, Reason::registered);
  const auto found = violations("legal_transitions", story);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at, core::kStart + seconds(3));
  EXPECT_EQ(found[0].message,
            "DISCONNECTED -> CONNECTED (registered) is no arrow of behaviour.md, \"States\"");
}

TEST(LegalTransitions, IsBrokenByAChangeFromAStateThatTheClientIsNotIn) {
  const Story story =
      Story().connect().change(State::connecting, State::reconnecting, Reason::attempt_failed);
  EXPECT_EQ(violations("legal_transitions", story).size(), 1U);
}

TEST(LegalTransitions, IsBrokenByTheWrongLevel) {
  const Story story =
      Story().tell(RecordKind::state_changed, 0, static_cast<std::uint64_t>(core::Level::error),
                   trace::state_change_detail(State::disconnected, State::connecting));
  EXPECT_EQ(violations("legal_transitions", story).size(), 1U);
}

// ---- single_transport ------------------------------------------------------------------------

TEST(SingleTransport, HoldsWhenEachEndsBeforeTheNextBegins) {
  const Story story = Story()
                          .tell(RecordKind::open_transport, 1)
                          .tell(RecordKind::open_failed, 1)
                          .tell(RecordKind::open_transport, 2)
                          .tell(RecordKind::closed, 2)
                          .tell(RecordKind::open_transport, 3)
                          .tell(RecordKind::abort_transport, 3)
                          .tell(RecordKind::open_transport, 4);
  EXPECT_TRUE(violations("single_transport", story).empty());
}

TEST(SingleTransport, IsBrokenByASecondOneWhileTheFirstIsOpening) {
  const Story story =
      Story().tell(RecordKind::open_transport, 1).tell(RecordKind::open_transport, 2);
  EXPECT_EQ(violations("single_transport", story).size(), 1U);
}

TEST(SingleTransport, IsNotSatisfiedByTheEndOfAnOlderOne) {
  const Story story = Story()
                          .tell(RecordKind::open_transport, 2)
                          .tell(RecordKind::closed, 1)
                          .tell(RecordKind::open_transport, 3);
  EXPECT_EQ(violations("single_transport", story).size(), 1U);
}

// ---- failed_at_limit -------------------------------------------------------------------------

Story failures_up_to(std::int64_t last) {
  Story story;
  story.change(State::disconnected, State::connecting, Reason::started);
  story.note(NoteKind::failure_counted, last);
  return story;
}

TEST(FailedAtLimit, HoldsAtTheLimitAndBelow) {
  EXPECT_TRUE(
      violations("failed_at_limit",
                 failures_up_to(5).change(State::connecting, State::failed, Reason::failure_limit))
          .empty());
  EXPECT_TRUE(
      violations("failed_at_limit", failures_up_to(4).change(State::connecting, State::reconnecting,
                                                             Reason::attempt_failed))
          .empty());
}

TEST(FailedAtLimit, IsBrokenOneFailureEarly) {
  const auto found =
      violations("failed_at_limit",
                 failures_up_to(4).change(State::connecting, State::failed, Reason::failure_limit));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message, "FAILED after 4 failures; the limit is 5 (reconnect.max_failures)");
  const auto first =
      violations("failed_at_limit",
                 failures_up_to(1).change(State::connecting, State::failed, Reason::failure_limit));
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].message, "FAILED after 1 failure; the limit is 5 (reconnect.max_failures)");
}

TEST(FailedAtLimit, IsBrokenByOneMoreAttemptAtTheLimit) {
  Story story = failures_up_to(5);
  story.change(State::connecting, State::reconnecting, Reason::attempt_failed);
  story.at(seconds(15)).change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  EXPECT_EQ(violations("failed_at_limit", story).size(), 1U);
}

TEST(FailedAtLimit, IsBrokenByWaitingForeverAtTheLimit) {
  EXPECT_EQ(violations("failed_at_limit", failures_up_to(5), plan_of(), seconds(60)).size(), 1U);
}

TEST(FailedAtLimit, KnowsAPolicyWithoutALimit) {
  core::Policy policy;
  policy.reconnect.max_failures = 0;
  EXPECT_TRUE(
      violations("failed_at_limit", failures_up_to(99), plan_of(1, policy), seconds(60)).empty());
}

// ---- one_failure_one_count -------------------------------------------------------------------

TEST(OneFailureOneCount, HoldsForALossThatIsCountedOnce) {
  const Story story = Story().connect().lose().tell(RecordKind::open_transport, 2);
  EXPECT_TRUE(violations("one_failure_one_count", story).empty());
}

TEST(OneFailureOneCount, IsBrokenByALossThatIsForgotten) {
  const Story story = Story()
                          .connect()
                          .change(State::connected, State::reconnecting, Reason::connection_lost)
                          .tell(RecordKind::open_transport, 2);
  EXPECT_EQ(violations("one_failure_one_count", story).size(), 1U);
}

TEST(OneFailureOneCount, IsBrokenByErrorAndCloseCountedApart) {
  const Story story = Story().connect().note(NoteKind::failure_counted, 1).lose();
  EXPECT_EQ(violations("one_failure_one_count", story).size(), 1U);
}

TEST(OneFailureOneCount, DoesNotCountANewTokenOrAStop) {
  const Story story = Story()
                          .connect()
                          .change(State::connected, State::reconnecting, Reason::new_token)
                          .change(State::reconnecting, State::closed, Reason::stopped);
  EXPECT_TRUE(violations("one_failure_one_count", story).empty());
}

// ---- nothing_after_closed --------------------------------------------------------------------

Story closed_in_order() {
  return Story()
      .connect()
      .at(seconds(9))
      .tell(RecordKind::stop)
      .tell(RecordKind::close_transport, 1)
      .tell(RecordKind::closed, 1)
      .change(State::connected, State::closed, Reason::stopped);
}

TEST(NothingAfterClosed, HoldsWhenEverythingEndedBefore) {
  EXPECT_TRUE(
      violations("nothing_after_closed", closed_in_order(), plan_of(), seconds(60)).empty());
}

TEST(NothingAfterClosed, AllowsAnEndAtThatMomentAndNoneLater) {
  Story story = closed_in_order();
  EXPECT_TRUE(
      violations("nothing_after_closed", story.tell(RecordKind::abort_transport, 1)).empty());
  story.at(seconds(9) + nanoseconds(1)).tell(RecordKind::abort_transport, 1);
  EXPECT_EQ(violations("nothing_after_closed", story).size(), 1U);
}

TEST(NothingAfterClosed, IsBrokenByWhatBeginsAfterIt) {
  EXPECT_EQ(
      violations("nothing_after_closed", closed_in_order().tell(RecordKind::request_token)).size(),
      1U);
}

TEST(NothingAfterClosed, IsBrokenByATransportThatIsLeft) {
  const Story story = Story().connect().change(State::connected, State::closed, Reason::stopped);
  EXPECT_EQ(violations("nothing_after_closed", story, plan_of(), seconds(1)).size(), 1U);
}

TEST(NothingAfterClosed, IsBrokenByAHandlerThatIsLeftRunningUnlessItWasCancelled) {
  Story story = Story().tell(RecordKind::deliver, 1);
  Story cancelled = story;
  story.change(State::disconnected, State::closed, Reason::stopped);
  EXPECT_EQ(violations("nothing_after_closed", story, plan_of(), seconds(1)).size(), 1U);
  cancelled.tell(RecordKind::cancel_tasks)
      .change(State::disconnected, State::closed, Reason::stopped);
  EXPECT_TRUE(violations("nothing_after_closed", cancelled, plan_of(), seconds(1)).empty());
}

// ---- no_stale_effect -------------------------------------------------------------------------

TEST(NoStaleEffect, HoldsWhenALateInputIsOnlyReported) {
  const Story story = Story()
                          .tell(RecordKind::open_transport, 2)
                          .tell(RecordKind::closed, 1)
                          .note(NoteKind::stale_input, 1);
  EXPECT_TRUE(violations("no_stale_effect", story).empty());
}

TEST(NoStaleEffect, IsBrokenByALateCloseThatEndsTheNewConnection) {
  const Story story =
      Story().tell(RecordKind::open_transport, 2).tell(RecordKind::closed, 1).lose();
  const auto found = violations("no_stale_effect", story);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "closed of an old attempt was followed by note; it must have no effect");
}

TEST(NoStaleEffect, LeavesAloneWhatATimerDoesLater) {
  const Story story = Story()
                          .tell(RecordKind::open_transport, 2)
                          .tell(RecordKind::closed, 1)
                          .at(nanoseconds(1))
                          .send(FrameKind::heartbeat);
  EXPECT_TRUE(violations("no_stale_effect", story).empty());
}

TEST(NoStaleEffect, LeavesAloneTheInputsOfTheCurrentAttempt) {
  const Story story =
      Story().tell(RecordKind::open_transport, 2).tell(RecordKind::closed, 2).lose();
  EXPECT_TRUE(violations("no_stale_effect", story).empty());
}

// ---- stop_is_prompt --------------------------------------------------------------------------

/// stopping.cancel_timeout + stopping.force_timeout + the slack of timers.
constexpr Duration kStopBound = seconds(5) + seconds(1) + milliseconds(500);

TEST(StopIsPrompt, HoldsAtTheBoundAndIsBrokenAfterIt) {
  const auto closed_after = [](Duration wait) {
    return Story()
        .connect()
        .at(seconds(10))
        .tell(RecordKind::stop)
        .at(seconds(10) + wait)
        .change(State::connected, State::closed, Reason::stopped);
  };
  EXPECT_TRUE(violations("stop_is_prompt", closed_after(kStopBound)).empty());
  const auto found = violations("stop_is_prompt", closed_after(kStopBound + nanoseconds(1)));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at, core::kStart + seconds(10) + kStopBound);
  EXPECT_EQ(found[0].message,
            "still CONNECTED 6.5s after stop; CLOSED is reached within 5s and 1s by force "
            "(stopping.cancel_timeout, stopping.force_timeout)");
}

TEST(StopIsPrompt, IsBrokenByAStopThatIsNeverDone) {
  const Story story = Story().connect().tell(RecordKind::stop);
  EXPECT_EQ(violations("stop_is_prompt", story, plan_of(), seconds(7)).size(), 1U);
}

TEST(StopIsPrompt, WantsDisconnectedForADisabledAccount) {
  const Story disabled = Story().connect().tell(RecordKind::account_enabled, 0, 0, 0);
  EXPECT_EQ(violations("stop_is_prompt", disabled, plan_of(), seconds(7)).size(), 1U);
  Story done = disabled;
  done.change(State::connected, State::disconnected, Reason::account_disabled);
  EXPECT_TRUE(violations("stop_is_prompt", done, plan_of(), seconds(7)).empty());
}

TEST(StopIsPrompt, GivesAFrozenHostItsTime) {
  const Story story = Story()
                          .connect()
                          .tell(RecordKind::stop)
                          .at(seconds(1))
                          .tell(RecordKind::frozen)
                          .at(seconds(101))
                          .tell(RecordKind::thawed);
  const Duration bound = kStopBound + seconds(100);
  EXPECT_TRUE(violations("stop_is_prompt", story, plan_of(), bound).empty());
  EXPECT_EQ(violations("stop_is_prompt", story, plan_of(), bound + nanoseconds(1)).size(), 1U);
}

// ---- Violations ------------------------------------------------------------------------------

trace::Violation violation_of(std::string_view check, std::uint32_t client) {
  trace::Violation violation;
  violation.check = check;
  violation.client = client;
  return violation;
}

TEST(Violations, KeepsTheFirstOfEachCheckAndClientAndCountsAll) {
  trace::Violations violations;
  for (int time = 0; time < 5; ++time) violations.add(violation_of("zombie", 1));
  violations.add(violation_of("zombie", 2));
  violations.add(violation_of("hot_loop", 1));
  EXPECT_EQ(violations.count(), 7U);
  EXPECT_EQ(violations.kept().size(), trace::Violations::kKeptEach + 2);
}

TEST(Checks, AreFoundByNameAndListedByName) {
  for (const trace::CheckSpec* check : trace::checks()) {
    EXPECT_EQ(trace::find_check(check->name), check);
    EXPECT_FALSE(check->about.empty()) << check->name;
  }
  EXPECT_EQ(trace::find_check("no_such_check"), nullptr);
}

}  // namespace
}  // namespace fishtank::tests
