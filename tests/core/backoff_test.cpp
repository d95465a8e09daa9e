#include "core/backoff.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace fishtank::core {
namespace {

std::vector<std::int64_t> delays_in_seconds(FailureClass failure_class, int failures) {
  const Policy policy;
  Random random(Seed{1});
  Backoff backoff;
  std::vector<std::int64_t> delays;
  for (int failure = 0; failure < failures; ++failure) {
    backoff.count();
    delays.push_back(backoff.delay(failure_class, policy, random) / seconds(1));
  }
  return delays;
}

// The three rows of behaviour.md: min(3 n, 15), min(10 n, 60), min(5 n, 30).
TEST(Backoff, GrowsByClassUpToItsCap) {
  EXPECT_EQ(delays_in_seconds(FailureClass::unexpected_close, 7),
            (std::vector<std::int64_t>{3, 6, 9, 12, 15, 15, 15}));
  EXPECT_EQ(delays_in_seconds(FailureClass::network, 8),
            (std::vector<std::int64_t>{10, 20, 30, 40, 50, 60, 60, 60}));
  EXPECT_EQ(delays_in_seconds(FailureClass::other, 8),
            (std::vector<std::int64_t>{5, 10, 15, 20, 25, 30, 30, 30}));
}

TEST(Backoff, ReachesACapThatIsNoMultipleOfItsBase) {
  Policy policy;
  policy.reconnect.other = {.base = seconds(3), .cap = seconds(10)};
  Random random(Seed{1});
  Backoff backoff;
  for (const Duration expected : {seconds(3), seconds(6), seconds(9), seconds(10)}) {
    backoff.count();
    EXPECT_EQ(backoff.delay(FailureClass::other, policy, random), expected);
  }
}

TEST(Backoff, ForgetsItsFailures) {
  const Policy policy;
  Random random(Seed{1});
  Backoff backoff;
  backoff.count();
  backoff.count();
  backoff.forget();
  backoff.count();
  EXPECT_EQ(backoff.failures(), 1);
  EXPECT_EQ(backoff.delay(FailureClass::other, policy, random), seconds(5));
}

TEST(Backoff, IsAtTheLimitExactlyAtTheFifthFailure) {
  const Policy policy;
  Backoff backoff;
  for (int failure = 1; failure <= 4; ++failure) backoff.count();
  EXPECT_FALSE(backoff.at_limit(policy));
  backoff.count();
  EXPECT_TRUE(backoff.at_limit(policy));
}

TEST(Backoff, HasNoLimitWhenThePolicySaysZero) {
  Policy policy;
  policy.reconnect.max_failures = 0;
  Backoff backoff;
  for (int failure = 0; failure < 1000; ++failure) backoff.count();
  EXPECT_FALSE(backoff.at_limit(policy));
}

TEST(Backoff, DrawsNothingWithoutJitter) {
  const Policy policy;
  Random random(Seed{1});
  const Random untouched = random;
  Backoff backoff;
  backoff.count();
  backoff.delay(FailureClass::network, policy, random);
  EXPECT_EQ(random, untouched);
}

RC_GTEST_PROP(BackoffLaw, JitterAddsLessThanItsShare, ()) {
  Policy policy;
  policy.reconnect.jitter_percent = *rc::gen::inRange(1, 101);
  const int failures = *rc::gen::inRange(1, 10);
  Random random(Seed{*rc::gen::arbitrary<std::uint64_t>()});
  Backoff backoff;
  for (int failure = 0; failure < failures; ++failure) backoff.count();
  const Duration plain = std::min<Duration>(seconds(10) * failures, seconds(60));
  const Duration delay = backoff.delay(FailureClass::network, policy, random);
  RC_ASSERT(delay >= plain);
  RC_ASSERT(delay < plain + plain * policy.reconnect.jitter_percent / 100);
}

TEST(Backoff, DoublesIfThePolicySaysSo) {
  const RetryDelay numbers{.base = seconds(2), .cap = seconds(60), .growth = Growth::exponential};
  std::vector<std::int64_t> delays;
  for (int failures = 1; failures <= 7; ++failures) {
    delays.push_back(grown(numbers, failures) / seconds(1));
  }
  EXPECT_EQ(delays, (std::vector<std::int64_t>{2, 4, 8, 16, 32, 60, 60}));
}

RC_GTEST_PROP(BackoffLaw, NeverShrinksAndNeverExceedsItsCapHoweverManyFailures, ()) {
  const RetryDelay numbers{
      .base = Duration(*rc::gen::inRange<std::int64_t>(0, seconds(100) / nanoseconds(1))),
      .cap = Duration(*rc::gen::inRange<std::int64_t>(0, INT64_MAX)),
      .growth = *rc::gen::element(Growth::linear, Growth::exponential)};
  const int failures = *rc::gen::inRange(1, INT32_MAX);
  const Duration delay = grown(numbers, failures);
  RC_ASSERT(delay >= Duration::zero() && delay <= numbers.cap);
  RC_ASSERT(delay >= grown(numbers, failures / 2 + 1));
  RC_ASSERT(delay >= std::min(numbers.base, numbers.cap));
}

TEST(Classify, FollowsTheTableOfBehaviour) {
  const Policy policy;
  EXPECT_EQ(classify(CloseCause::reset), FailureClass::unexpected_close);
  EXPECT_EQ(classify(CloseCause::end_of_stream), FailureClass::unexpected_close);
  EXPECT_EQ(classify(CloseCause::timed_out), FailureClass::network);
  EXPECT_EQ(classify(CloseCause::close_frame), FailureClass::other);
  EXPECT_EQ(classify(CloseCause::protocol_error), FailureClass::other);
  EXPECT_EQ(classify(OpenFailure::refused, policy), FailureClass::network);
  EXPECT_EQ(classify(OpenFailure::unreachable, policy), FailureClass::network);
  EXPECT_EQ(classify(OpenFailure::dns, policy), FailureClass::network);
  EXPECT_EQ(classify(OpenFailure::timeout, policy), FailureClass::network);
  EXPECT_EQ(classify(OpenFailure::tls, policy), FailureClass::other);
  EXPECT_EQ(classify(OpenFailure::http_status, policy), FailureClass::other);
  EXPECT_EQ(classify(OpenFailure::protocol, policy), FailureClass::other);
  EXPECT_EQ(classify(OpenFailure::reset, policy), FailureClass::unexpected_close);
}

TEST(Classify, PutsWhoFoundNobodyWhereThePolicySays) {
  Policy policy;
  policy.reconnect.failed_connect = FailureClass::other;
  for (const OpenFailure cause :
       {OpenFailure::refused, OpenFailure::unreachable, OpenFailure::dns, OpenFailure::timeout}) {
    EXPECT_EQ(classify(cause, policy), FailureClass::other);
  }
  EXPECT_EQ(classify(OpenFailure::reset, policy), FailureClass::unexpected_close);
}

}  // namespace
}  // namespace fishtank::core
