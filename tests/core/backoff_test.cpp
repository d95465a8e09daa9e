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

TEST(Classify, FollowsTheTableOfBehaviour) {
  EXPECT_EQ(classify(CloseCause::reset), FailureClass::unexpected_close);
  EXPECT_EQ(classify(CloseCause::end_of_stream), FailureClass::unexpected_close);
  EXPECT_EQ(classify(CloseCause::timed_out), FailureClass::network);
  EXPECT_EQ(classify(CloseCause::close_frame), FailureClass::other);
  EXPECT_EQ(classify(CloseCause::protocol_error), FailureClass::other);
  EXPECT_EQ(classify(OpenFailure::refused), FailureClass::network);
  EXPECT_EQ(classify(OpenFailure::unreachable), FailureClass::network);
  EXPECT_EQ(classify(OpenFailure::dns), FailureClass::network);
  EXPECT_EQ(classify(OpenFailure::timeout), FailureClass::network);
  EXPECT_EQ(classify(OpenFailure::tls), FailureClass::other);
  EXPECT_EQ(classify(OpenFailure::http_status), FailureClass::other);
  EXPECT_EQ(classify(OpenFailure::protocol), FailureClass::other);
  EXPECT_EQ(classify(OpenFailure::reset), FailureClass::unexpected_close);
}

}  // namespace
}  // namespace fishtank::core
