#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"

/// Checks of what a client does with its token and how it comes by another.
namespace fishtank::tests {
namespace {

using core::ServiceOutcome;

constexpr Duration kNanosecond = nanoseconds(1);
constexpr Duration kGoodFor = seconds(72'000);  // token.refresh_interval

Story answered(Story story, RecordKind kind, ServiceOutcome outcome, std::uint64_t call = 1) {
  return story.tell(kind, call, 0, static_cast<std::uint8_t>(outcome));
}

Story got_token() {
  return answered(Story().tell(RecordKind::request_token, 1), RecordKind::token_result,
                  ServiceOutcome::success);
}

// ---- token_kept ------------------------------------------------------------------------------

TEST(TokenKept, IsBrokenByARequestWhileTheTokenIsGoodAndHoldsOnceItIsOld) {
  const auto asked_after = [](Duration age) {
    return violations("token_kept", got_token().at(age).tell(RecordKind::request_token, 2));
  };
  EXPECT_EQ(asked_after(seconds(60)).size(), 1U);
  EXPECT_EQ(asked_after(kGoodFor - kNanosecond).size(), 1U);
  EXPECT_TRUE(asked_after(kGoodFor).empty());
}

TEST(TokenKept, SaysHowOldTheTokenIsAndHowLongItIsGood) {
  const auto found =
      violations("token_kept", got_token().at(seconds(63)).tell(RecordKind::request_token, 2));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "a token was asked for 1m3s after the last one came, which nobody refused and which is "
            "good for 20h (token.refresh_interval, reconnect.keep_token_on_loss)");
}

/// The same story, and then a request.
std::size_t broken_by_asking_after(Story story) {
  return violations("token_kept", story.at(seconds(60)).tell(RecordKind::request_token, 2)).size();
}

TEST(TokenKept, LetsATokenGoThatWasRefused) {
  EXPECT_EQ(broken_by_asking_after(got_token().note(NoteKind::registration_refused, 401)), 0U);
  EXPECT_EQ(broken_by_asking_after(got_token().note(NoteKind::heartbeat_refused, 401)), 0U);
}

TEST(TokenKept, IsBrokenAfterARefusalThatSaysNothingAboutTheToken) {
  EXPECT_EQ(broken_by_asking_after(got_token().note(NoteKind::registration_refused, 503)), 1U);
}

TEST(TokenKept, LetsATokenGoAfterAKickALoginARestartOrAStop) {
  EXPECT_EQ(broken_by_asking_after(got_token().receive(FrameKind::kick)), 0U);
  EXPECT_EQ(broken_by_asking_after(
                answered(got_token(), RecordKind::login_result, ServiceOutcome::success)),
            0U);
  EXPECT_EQ(broken_by_asking_after(
                got_token().change(State::failed, State::disconnected, Reason::instance_restart)),
            0U);
  EXPECT_EQ(broken_by_asking_after(
                answered(got_token(), RecordKind::login_result, ServiceOutcome::failure)),
            1U);
}

TEST(TokenKept, DoesNotCountATokenThatCameTooLate) {
  EXPECT_EQ(broken_by_asking_after(got_token().note(NoteKind::stale_input, 1)), 0U);
}

// ---- expired_token_is_retried ----------------------------------------------------------------

Story outdated(Story story = {}) {
  return answered(story.tell(RecordKind::request_token, 1), RecordKind::token_result,
                  ServiceOutcome::token_expired);
}

TEST(ExpiredTokenIsRetried, HoldsForARequestAtOnceAndForNoLaterOne) {
  const auto asked_after = [](Duration wait) {
    return violations("expired_token_is_retried",
                      outdated().at(wait).tell(RecordKind::request_token, 2));
  };
  EXPECT_TRUE(asked_after({}).empty());
  EXPECT_EQ(asked_after(kNanosecond).size(), 1U);
}

TEST(ExpiredTokenIsRetried, IsBrokenByAFailureOrARefreshThatIsGivenUp) {
  const auto found =
      violations("expired_token_is_retried",
                 outdated().note(NoteKind::token_failed).note(NoteKind::failure_counted, 1));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "the token service answered that the h5 token is outdated, sent a fresh one along, and "
            "was given up on; it is asked again at once, 3 times in a row at most "
            "(token.retries_expired, token.captcha_retries)");
}

TEST(ExpiredTokenIsRetried, IsBrokenByDoingNothing) {
  EXPECT_EQ(violations("expired_token_is_retried", outdated(), plan_of(), seconds(1)).size(), 1U);
}

TEST(ExpiredTokenIsRetried, AllowsAFailureAfterTooManyInARow) {
  Story story = outdated(outdated(outdated(outdated())));
  story.note(NoteKind::token_failed).note(NoteKind::failure_counted, 1);
  EXPECT_TRUE(violations("expired_token_is_retried", story, plan_of(), seconds(1)).empty());
  // The count begins anew with the next attempt.
  Story again = outdated(story);
  again.note(NoteKind::token_failed);
  EXPECT_EQ(violations("expired_token_is_retried", again).size(), 1U);
}

TEST(ExpiredTokenIsRetried, WantsOneRetryOfAPolicyThatKnowsNone) {
  core::Policy policy;
  policy.token.captcha_retries = 0;
  const Story once = outdated().note(NoteKind::token_failed);
  EXPECT_TRUE(violations("expired_token_is_retried", once, plan_of(1, policy)).empty());
  policy.token.retries_expired = false;  // D-14
  const plan::Plan plan = plan_of(1, policy);
  EXPECT_EQ(violations("expired_token_is_retried", once, plan).size(), 1U);
  const Story twice = outdated(outdated()).note(NoteKind::token_failed);
  EXPECT_TRUE(violations("expired_token_is_retried", twice, plan).empty());
}

TEST(ExpiredTokenIsRetried, AsksNothingWhenTheAnswerCameTooLateOrEverythingEnds) {
  EXPECT_TRUE(violations("expired_token_is_retried", outdated().note(NoteKind::stale_input, 1),
                         plan_of(), seconds(1))
                  .empty());
  EXPECT_TRUE(violations("expired_token_is_retried", outdated().tell(RecordKind::stop), plan_of(),
                         seconds(1))
                  .empty());
}

// ---- token_asked_for -------------------------------------------------------------------------

Story begun() {
  return Story().change(State::reconnecting, State::connecting, Reason::retry_delay_over);
}
Story failed(Story story) {
  return story.change(State::connecting, State::reconnecting, Reason::attempt_failed);
}

TEST(TokenAskedFor, IsBrokenByAnAttemptThatNeitherOpensNorAsks) {
  EXPECT_EQ(violations("token_asked_for", failed(begun())).size(), 1U);
  EXPECT_EQ(violations("token_asked_for",
                       begun().change(State::connecting, State::failed, Reason::failure_limit))
                .size(),
            1U);
}

TEST(TokenAskedFor, HoldsForOneThatAskedOpenedOrLoggedIn) {
  for (const auto kind :
       {RecordKind::request_token, RecordKind::open_transport, RecordKind::password_login}) {
    EXPECT_TRUE(violations("token_asked_for", failed(begun().tell(kind, 1))).empty());
  }
}

TEST(TokenAskedFor, HoldsForOneThatWaitsForAnEarlierRequest) {
  Story story = Story().tell(RecordKind::request_token, 1);
  story.change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  EXPECT_TRUE(violations("token_asked_for", failed(story)).empty());
}

TEST(TokenAskedFor, DoesNotLetTheRequestOfAnEarlierAttemptCount) {
  Story story = failed(answered(begun().tell(RecordKind::request_token, 1),
                                RecordKind::token_result, ServiceOutcome::failure));
  EXPECT_TRUE(violations("token_asked_for", story).empty());
  story.change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  EXPECT_EQ(violations("token_asked_for", failed(story)).size(), 1U);
}

TEST(TokenAskedFor, DoesNotMindAnAttemptThatIsStopped) {
  EXPECT_TRUE(violations("token_asked_for",
                         begun().change(State::connecting, State::closed, Reason::stopped))
                  .empty());
}

}  // namespace
}  // namespace fishtank::tests
