#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"

/// Checks of the waits between attempts, at their bounds and one nanosecond beyond.
namespace fishtank::tests {
namespace {

constexpr Duration kNanosecond = nanoseconds(1);
constexpr auto kNetwork = static_cast<std::uint64_t>(core::FailureClass::network);

// ---- retry_delay -----------------------------------------------------------------------------

/// Lost after n failures in a row of the class network, which schedules a retry.
Story lost_with_wait(std::int64_t failures, Duration wait) {
  return Story()
      .connect()
      .at(seconds(60))
      .note(NoteKind::failure_counted, failures, kNetwork)
      .change(State::connected, State::reconnecting, Reason::heartbeat_timeout)
      .note(NoteKind::retry_scheduled, wait.count(), kNetwork);
}

Story tried_again_after(Story story, Duration wait) {
  return story.at(seconds(60) + wait)
      .change(State::reconnecting, State::connecting, Reason::retry_delay_over);
}

TEST(RetryDelay, IsTenSecondsForEachNetworkFailureAndSixtyAtMost) {
  for (const auto& [failures, wait] : {std::pair{1, 10}, {4, 40}, {6, 60}, {99, 60}}) {
    const Duration exact = seconds(wait);
    EXPECT_TRUE(violations("retry_delay", lost_with_wait(failures, exact)).empty());
    EXPECT_EQ(violations("retry_delay", lost_with_wait(failures, exact - kNanosecond)).size(), 1U);
    EXPECT_EQ(violations("retry_delay", lost_with_wait(failures, exact + kNanosecond)).size(), 1U);
  }
}

TEST(RetryDelay, SaysWhereItsBoundComesFrom) {
  const auto found = violations("retry_delay", lost_with_wait(2, seconds(10)));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "the wait after failure 2 (network) is 10s; min(10s x 2, 1m) = 20s and 0 % jitter "
            "allow 20s at most (reconnect)");
}

TEST(RetryDelay, AllowsTheJitterOfThePolicyAndNoMore) {
  core::Policy policy;
  policy.reconnect.jitter_percent = 30;
  const plan::Plan plan = plan_of(1, policy);
  EXPECT_TRUE(violations("retry_delay", lost_with_wait(1, seconds(13)), plan).empty());
  EXPECT_EQ(violations("retry_delay", lost_with_wait(1, seconds(13) + kNanosecond), plan).size(),
            1U);
}

TEST(RetryDelay, DoublesWhereThePolicySaysSo) {
  core::Policy policy;
  policy.reconnect.network = {
      .base = seconds(2), .cap = seconds(60), .growth = core::Growth::exponential};
  const plan::Plan plan = plan_of(1, policy);
  for (const auto& [failures, wait] : {std::pair{1, 2}, {2, 4}, {5, 32}, {6, 60}, {1'000, 60}}) {
    const Duration exact = seconds(wait);
    EXPECT_TRUE(violations("retry_delay", lost_with_wait(failures, exact), plan).empty());
    EXPECT_EQ(violations("retry_delay", lost_with_wait(failures, exact - kNanosecond), plan).size(),
              1U);
    EXPECT_EQ(violations("retry_delay", lost_with_wait(failures, exact + kNanosecond), plan).size(),
              1U);
  }
  EXPECT_EQ(violations("retry_delay", lost_with_wait(5, seconds(10)), plan)[0].message,
            "the wait after failure 5 (network) is 10s; min(2s x 2^4, 1m) = 32s and 0 % jitter "
            "allow 32s at most (reconnect)");
}

TEST(RetryDelay, IsBrokenByAttemptsInPairs) {
  // D-20: the wait is kept before the first, and the second follows its failure at once.
  Story story = tried_again_after(lost_with_wait(1, seconds(10)), seconds(10));
  EXPECT_TRUE(violations("retry_delay", story).empty());
  story.note(NoteKind::failure_counted, 2, kNetwork)
      .change(State::connecting, State::reconnecting, Reason::attempt_failed)
      .change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  EXPECT_EQ(violations("retry_delay", story).size(), 1U);
}

TEST(RetryDelay, IsKeptToTheNanosecondAndEndsWithinTheTimeThatClosingMayTake) {
  const auto after = [](Duration wait) {
    return violations("retry_delay", tried_again_after(lost_with_wait(1, seconds(10)), wait));
  };
  EXPECT_EQ(after(seconds(10) - kNanosecond).size(), 1U);
  EXPECT_TRUE(after(seconds(10)).empty());
  const Duration latest = seconds(10) + seconds(2) + milliseconds(500);
  EXPECT_TRUE(after(latest).empty());
  EXPECT_EQ(after(latest + kNanosecond).size(), 1U);
}

TEST(RetryDelay, IsBrokenWhenNobodyTriesAgain) {
  EXPECT_EQ(violations("retry_delay", lost_with_wait(1, seconds(10)), plan_of(), minutes(5)).size(),
            1U);
}

TEST(RetryDelay, IsBrokenByTryingAgainWithoutAWait) {
  const Story story = Story()
                          .connect()
                          .change(State::connected, State::reconnecting, Reason::connection_lost)
                          .change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  EXPECT_EQ(violations("retry_delay", story).size(), 1U);
}

TEST(RetryDelay, IsNoneForANewTokenAndTwoSecondsAfterRecovery) {
  const auto retried = [](State from, Reason reason, Duration wait) {
    return violations("retry_delay", Story()
                                         .change(from, State::reconnecting, reason)
                                         .at(wait)
                                         .change(State::reconnecting, State::connecting,
                                                 Reason::retry_delay_over));
  };
  EXPECT_TRUE(retried(State::connected, Reason::new_token, {}).empty());
  EXPECT_TRUE(retried(State::failed, Reason::recovered, seconds(2)).empty());
  EXPECT_EQ(retried(State::failed, Reason::recovered, seconds(2) - kNanosecond).size(), 1U);
}

TEST(RetryDelay, EndsWithAStop) {
  Story story = lost_with_wait(1, seconds(10));
  story.tell(RecordKind::stop);
  EXPECT_TRUE(violations("retry_delay", story, plan_of(), minutes(5)).empty());
}

TEST(RetryDelay, DoesNotEndWithAnAccountThatIsEnabledOnceMore) {
  Story story = lost_with_wait(1, seconds(10));
  story.tell(RecordKind::account_enabled, 0, 0, 1);
  EXPECT_TRUE(violations("retry_delay", tried_again_after(story, seconds(10))).empty());
  EXPECT_EQ(violations("retry_delay", story, plan_of(), minutes(5)).size(), 1U);
}

// ---- hot_loop --------------------------------------------------------------------------------

Story six_attempts_within(Duration time) {
  Story story;
  for (std::uint32_t attempt = 1; attempt <= 5; ++attempt) {
    story.tell(RecordKind::open_transport, attempt);
  }
  return story.at(time).tell(RecordKind::open_transport, 6);
}

TEST(HotLoop, AllowsFiveAttemptsInTenSecondsAndNoSixth) {
  EXPECT_TRUE(violations("hot_loop", six_attempts_within(seconds(10))).empty());
  const auto found = violations("hot_loop", six_attempts_within(seconds(10) - kNanosecond));
  ASSERT_EQ(found.size(), 1U);
}

TEST(HotLoop, DoesNotBlameAClientForItsOwnersSwitching) {
  Story story;
  for (std::uint32_t attempt = 1; attempt <= 9; ++attempt) {
    story.tell(RecordKind::account_enabled, 0, 0, 1).tell(RecordKind::open_transport, attempt);
  }
  EXPECT_TRUE(violations("hot_loop", story).empty());
}

TEST(HotLoop, WatchesEachClientByItself) {
  Story story;
  for (std::uint32_t client = 0; client < 9; ++client) {
    story.by(client).tell(RecordKind::open_transport, 1);
  }
  EXPECT_TRUE(violations("hot_loop", story, plan_of(9)).empty());
}

}  // namespace
}  // namespace fishtank::tests
