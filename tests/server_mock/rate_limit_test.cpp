#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "server_mock/rate_limit.hpp"
#include "tests/server_mock/bench.hpp"

/// So many a second: the value itself, and the two places where the server has one.
namespace fishtank::server_mock::test {
namespace {

using core::Duration;
using core::nanoseconds;
using core::ServiceOutcome;

constexpr FaultId kFirst{1};
constexpr FaultId kSecond{2};

bool admit(RateLimit& limit, Instant now) {
  if (limit.is_full(now)) return false;
  limit.count(now);
  return true;
}

// ---- the value -------------------------------------------------------------------------------

TEST(RateLimit, OfZeroIsNone) {
  RateLimit limit(0);
  for (int one = 0; one < 1000; ++one) EXPECT_TRUE(admit(limit, core::kStart));
}

TEST(RateLimit, IsOverExactlyASecondAfterTheOldest) {
  RateLimit limit(2);
  EXPECT_TRUE(admit(limit, core::kStart));
  EXPECT_TRUE(admit(limit, core::kStart + milliseconds(600)));
  EXPECT_FALSE(admit(limit, core::kStart + seconds(1) - nanoseconds(1)));
  EXPECT_TRUE(admit(limit, core::kStart + seconds(1))) << "the first is no longer in its way";
  EXPECT_FALSE(admit(limit, core::kStart + milliseconds(1'599)));
  EXPECT_TRUE(admit(limit, core::kStart + milliseconds(1'600)));
}

TEST(RateLimit, IsNotFilledByWhatItTurnsAway) {
  RateLimit limit(1);
  EXPECT_TRUE(admit(limit, core::kStart));
  for (int one = 1; one < 10; ++one) EXPECT_FALSE(admit(limit, core::kStart + milliseconds(99)));
  EXPECT_TRUE(admit(limit, core::kStart + seconds(1)));
}

/// The definition in the header, by hand: among all that were admitted within the last second.
RC_GTEST_PROP(RateLimit, AdmitsWhoeverFindsRoomInTheLastSecondAndNobodyElse, ()) {
  const auto most = *rc::gen::inRange<std::int64_t>(1, 6);
  const auto gaps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 600));
  RateLimit limit(most);
  std::vector<Instant> admitted;
  Instant now = core::kStart;
  for (const int gap : gaps) {
    now += milliseconds(gap);
    const auto within = std::ranges::count_if(
        admitted, [&](Instant one) { return now - one < Duration(seconds(1)); });
    const bool room = within < most;
    RC_ASSERT(admit(limit, now) == room);
    if (room) admitted.push_back(now);
  }
}

// ---- upgrades --------------------------------------------------------------------------------

Options accepting(std::int64_t per_second) {
  Options options;
  options.accept_rate = per_second;
  return options;
}

TEST(AcceptRate, OfTheServerCountsAllUsersTogether) {
  Bench bench(accepting(2));
  EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), std::nullopt);
  EXPECT_EQ(bench.server.turns_away(kOther, bench.now), std::nullopt);
  EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), kNoFault);
  bench.wait(seconds(1));
  EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), std::nullopt);
}

TEST(AcceptRate, OfAFaultIsSharedByItsTargetsAndSparesTheOthers) {
  Bench bench;
  bench.begin(kFirst, AcceptRate{1}, kSeller);
  bench.begin(kFirst, AcceptRate{1}, kOther);
  EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), std::nullopt);
  EXPECT_EQ(bench.server.turns_away(kOther, bench.now), kFirst);
  EXPECT_EQ(bench.server.turns_away("2200000000004", bench.now), std::nullopt);
  bench.end(kFirst, AcceptRate{1}, kSeller);
  EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), std::nullopt);
  EXPECT_EQ(bench.server.turns_away(kOther, bench.now), kFirst) << "the other's still lasts";
  bench.end(kFirst, AcceptRate{1}, kOther);
  EXPECT_EQ(bench.server.turns_away(kOther, bench.now), std::nullopt);
  EXPECT_TRUE(bench.server.behaves());
}

TEST(AcceptRate, OfSeveralFaultsHoldTogetherAndATurnedAwayUpgradeFillsNone) {
  Bench bench;
  bench.begin(kFirst, AcceptRate{2});
  bench.begin(kSecond, AcceptRate{1});
  EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), std::nullopt);
  EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), kSecond);
  bench.end(kSecond, AcceptRate{1});
  EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), std::nullopt)
      << "the first has counted one";
  EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), kFirst);
}

TEST(AcceptRate, BeginsAnewWithEachFault) {
  Bench bench;
  for (int time = 0; time < 2; ++time) {
    bench.begin(kFirst, AcceptRate{1});
    EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), std::nullopt);
    EXPECT_EQ(bench.server.turns_away(kSeller, bench.now), kFirst);
    bench.end(kFirst, AcceptRate{1});
  }
}

// ---- tokens ----------------------------------------------------------------------------------

ServiceOutcome ask(Bench& bench, ServiceKind kind, std::string_view user) {
  return bench.server.serve({kind, user, device_of(user)}, bench.now).outcome;
}

TEST(TokenRate, AnswersWhoeverComesTooManyAsACaptcha) {
  Options options;
  options.token_rate = 1;
  Bench bench(options);
  EXPECT_EQ(ask(bench, ServiceKind::token, kSeller), ServiceOutcome::success);
  EXPECT_EQ(ask(bench, ServiceKind::token, kOther), ServiceOutcome::captcha);
  EXPECT_EQ(ask(bench, ServiceKind::password_login, kOther), ServiceOutcome::success);
  EXPECT_TRUE(bench.token(kOther).empty()) << "a captcha brings no token";
  bench.wait(seconds(1));
  EXPECT_EQ(ask(bench, ServiceKind::token, kOther), ServiceOutcome::success);
}

TEST(TokenRate, IsNotUsedUpByRequestsThatFailAnyway) {
  Options options;
  options.token_rate = 1;
  Bench bench(options);
  const ServiceActivation failure{kFirst, kSeller, ServiceKind::token, ServiceOutcome::failure, {}};
  bench.command(BeginServiceFault{failure});
  EXPECT_EQ(ask(bench, ServiceKind::token, kSeller), ServiceOutcome::failure);
  EXPECT_EQ(ask(bench, ServiceKind::token, kOther), ServiceOutcome::success);
  EXPECT_EQ(ask(bench, ServiceKind::token, kSeller), ServiceOutcome::failure)
      << "the fault goes first";
}

}  // namespace
}  // namespace fishtank::server_mock::test
