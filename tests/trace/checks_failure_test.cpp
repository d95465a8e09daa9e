#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "tests/helpers/records.hpp"

/// Checks of how failures are counted: in which class, and how far.
namespace fishtank::tests {
namespace {

using core::CloseCause;
using core::FailureClass;
using core::OpenFailure;

// ---- failure_class ---------------------------------------------------------------------------

Story counted(Story story, FailureClass failure_class) {
  return story.note(NoteKind::failure_counted, 1, static_cast<std::uint64_t>(failure_class));
}

Story connecting() {
  return Story()
      .change(State::disconnected, State::connecting, Reason::started)
      .tell(RecordKind::open_transport, 1)
      .at(seconds(2));
}

/// An attempt that fails and counts in that class.
std::size_t attempt_counts(Story story, FailureClass failure_class) {
  return violations("failure_class",
                    counted(std::move(story), failure_class)
                        .change(State::connecting, State::reconnecting, Reason::attempt_failed))
      .size();
}

/// Every class but one is wrong.
void expect_class(FailureClass right, const std::function<std::size_t(FailureClass)>& found) {
  for (const auto one :
       {FailureClass::unexpected_close, FailureClass::network, FailureClass::other}) {
    EXPECT_EQ(found(one), one == right ? 0U : 1U) << name(one);
  }
}

TEST(FailureClassCheck, GoesByTheCauseOfAnAttemptThatDidNotOpen) {
  for (const auto& [cause, right] : {std::pair{OpenFailure::refused, FailureClass::network},
                                     {OpenFailure::unreachable, FailureClass::network},
                                     {OpenFailure::dns, FailureClass::network},
                                     {OpenFailure::timeout, FailureClass::network},
                                     {OpenFailure::tls, FailureClass::other},
                                     {OpenFailure::http_status, FailureClass::other},
                                     {OpenFailure::protocol, FailureClass::other},
                                     {OpenFailure::reset, FailureClass::unexpected_close}}) {
    SCOPED_TRACE(name(cause));
    const Story story =
        connecting().tell(RecordKind::open_failed, 1, 0, static_cast<std::uint8_t>(cause));
    expect_class(right, [&](FailureClass one) { return attempt_counts(story, one); });
  }
}

TEST(FailureClassCheck, GoesByTheCauseOfACloseInConnectingAndInConnected) {
  for (const auto& [cause, right] : {std::pair{CloseCause::close_frame, FailureClass::other},
                                     {CloseCause::end_of_stream, FailureClass::unexpected_close},
                                     {CloseCause::reset, FailureClass::unexpected_close},
                                     {CloseCause::timed_out, FailureClass::network},
                                     {CloseCause::protocol_error, FailureClass::other}}) {
    SCOPED_TRACE(name(cause));
    const auto closed = [cause = cause](Story story) {  // clang 14 captures no binding
      return story.tell(RecordKind::closed, 1, 1006, static_cast<std::uint8_t>(cause));
    };
    expect_class(right,
                 [&](FailureClass one) { return attempt_counts(closed(connecting()), one); });
    expect_class(right, [&](FailureClass one) {
      return violations("failure_class",
                        counted(closed(Story().connect().at(seconds(9))), one)
                            .change(State::connected, State::reconnecting, Reason::connection_lost))
          .size();
    });
  }
}

TEST(FailureClassCheck, TakesTheTimeoutsOfTheClientForNetwork) {
  expect_class(FailureClass::network,
               [](FailureClass one) { return attempt_counts(connecting(), one); });
  for (const auto reason : {Reason::heartbeat_timeout, Reason::keepalive_timeout}) {
    expect_class(FailureClass::network, [&](FailureClass one) {
      return violations("failure_class", counted(Story().connect(), one)
                                             .change(State::connected, State::reconnecting, reason))
          .size();
    });
  }
}

TEST(FailureClassCheck, TakesWhatTheServerSaysForOther) {
  expect_class(FailureClass::other, [](FailureClass one) {
    return attempt_counts(connecting().note(NoteKind::registration_refused, 401), one);
  });
  expect_class(FailureClass::other, [](FailureClass one) {
    return attempt_counts(connecting().receive(FrameKind::kick), one);
  });
  for (const auto reason : {Reason::kicked, Reason::heartbeat_given_up}) {
    expect_class(FailureClass::other, [&](FailureClass one) {
      return violations("failure_class", counted(Story().connect(), one)
                                             .change(State::connected, State::reconnecting, reason))
          .size();
    });
  }
}

TEST(FailureClassCheck, TakesHeartbeatsThatCouldNotBeSentBeforeConnectedForOther) {
  const Story story =
      connecting().tell(RecordKind::send_failed, 1).note(NoteKind::heartbeat_failed, 3);
  expect_class(FailureClass::other, [&](FailureClass one) { return attempt_counts(story, one); });
}

TEST(FailureClassCheck, TellsATokenServiceThatIsSilentFromOneThatRefuses) {
  const auto without_token = [](core::ServiceOutcome outcome) {
    return connecting().note(NoteKind::token_failed, 0, static_cast<std::uint64_t>(outcome));
  };
  expect_class(FailureClass::network, [&](FailureClass one) {
    return attempt_counts(without_token(core::ServiceOutcome::no_answer), one);
  });
  expect_class(FailureClass::other, [&](FailureClass one) {
    return attempt_counts(without_token(core::ServiceOutcome::failure), one);
  });
}

TEST(FailureClassCheck, TakesATokenThatTheClientRefusedItselfForOther) {
  const Story story = connecting().note(NoteKind::token_withheld);
  expect_class(FailureClass::other, [&](FailureClass one) { return attempt_counts(story, one); });
}

TEST(FailureClassCheck, RemembersACloseThatAHandlerKeptTheClientFromSeeing) {
  const auto frame = static_cast<std::uint8_t>(CloseCause::close_frame);
  const Story story = Story()
                          .connect()
                          .at(seconds(9))
                          .tell(RecordKind::closed, 1, 1000, frame)
                          .at(seconds(20))
                          .tell(RecordKind::send_failed, 1);
  expect_class(FailureClass::other, [&](FailureClass one) {
    return violations("failure_class",
                      counted(story, one)
                          .change(State::connected, State::reconnecting, Reason::connection_lost))
        .size();
  });
}

TEST(FailureClassCheck, ForgetsWhatIsStaleOrLongAgo) {
  const auto refused = static_cast<std::uint8_t>(OpenFailure::http_status);
  const Story stale =
      connecting().tell(RecordKind::open_transport, 2).tell(RecordKind::open_failed, 1, 0, refused);
  EXPECT_EQ(attempt_counts(stale, FailureClass::network), 0U);
  const Story long_ago = connecting().tell(RecordKind::open_failed, 1, 0, refused).at(seconds(30));
  EXPECT_EQ(attempt_counts(long_ago, FailureClass::network), 0U);
}

TEST(FailureClassCheck, SaysWhatFailedAndInWhichClassItIs) {
  const Story story = counted(connecting().tell(RecordKind::open_failed, 1), FailureClass::other)
                          .change(State::connecting, State::failed, Reason::failure_limit);
  const auto found = violations("failure_class", story);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "a failure (refused) counts as other; it is of the class network "
            "(reconnect.failed_connect, behaviour.md)");
}

// ---- backoff_grows ---------------------------------------------------------------------------

/// CONNECTED and lost; the loss counts as `failures`.
Story& lost_again(Story& story, std::int64_t failures, bool answered) {
  story.change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  story.tell(RecordKind::server_accepted, 1);
  if (answered) story.tell(RecordKind::server_registered, 1).receive(FrameKind::response);
  story.change(State::connecting, State::connected, Reason::registered);
  return story.lose(Reason::connection_lost, failures);
}

TEST(BackoffGrows, IsBrokenByACountThatBeginsAnewWithoutAWordOfTheServer) {
  // D-4, D-16: accepted and dropped, again and again, and each is the first failure.
  Story story = Story().connect().lose();
  EXPECT_TRUE(violations("backoff_grows", story).empty());
  const auto found = violations("backoff_grows", lost_again(story, 1, false));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "a failure counts as 1 and the one before it as 1; no answer of a server that had "
            "registered the client came in between (reconnect.failure_reset)");
}

TEST(BackoffGrows, HoldsForACountThatGrows) {
  Story story = Story().connect().lose();
  EXPECT_TRUE(violations("backoff_grows", lost_again(story, 2, false)).empty());
  EXPECT_TRUE(violations("backoff_grows", lost_again(story, 3, true)).empty());
}

TEST(BackoffGrows, LetsTheCountBeginAnewOnceTheServerHasAnswered) {
  Story story = Story().connect().lose();
  lost_again(story, 2, false);
  EXPECT_TRUE(violations("backoff_grows", lost_again(story, 1, true)).empty());
}

TEST(BackoffGrows, IsBrokenByACountThatSkipsOne) {
  EXPECT_EQ(violations("backoff_grows", Story().connect().lose(Reason::connection_lost, 2)).size(),
            1U);
}

TEST(BackoffGrows, TakesNoAnswerToAClientThatIsNotRegisteredForAProof) {
  // D-18: heartbeats of a connection without a session are answered all the same.
  Story story = Story().connect().lose();
  story.change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  story.tell(RecordKind::server_accepted, 2);
  story.change(State::connecting, State::connected, Reason::registered);
  story.receive(FrameKind::response, 1, 2).lose(Reason::connection_lost, 1);
  EXPECT_EQ(violations("backoff_grows", story).size(), 1U);
}

TEST(BackoffGrows, TakesNothingThatComesInAfterTheLossForAProof) {
  Story story = Story().connect().lose().receive(FrameKind::response);
  EXPECT_EQ(violations("backoff_grows", lost_again(story, 1, false)).size(), 1U);
}

TEST(BackoffGrows, BeginsAnewAfterARecoveryANewLifeAndAStop) {
  for (const auto& [to, reason] : {std::pair{State::reconnecting, Reason::recovered},
                                   {State::disconnected, Reason::instance_restart}}) {
    Story story = Story().connect().lose();
    story.change(State::failed, to, reason);
    EXPECT_TRUE(violations("backoff_grows", lost_again(story, 1, false)).empty());
  }
}

}  // namespace
}  // namespace fishtank::tests
