#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <optional>
#include <string>

#include "tests/server_mock/bench.hpp"

/// The token, cookie and login services (protocol.md 5).
namespace fishtank::server_mock::test {
namespace {

using core::ServiceOutcome;

constexpr FaultId kFirst{1};
constexpr FaultId kSecond{2};

ServiceAnswer ask(Bench& bench, ServiceKind kind, std::string_view user = kSeller) {
  return bench.server.serve({kind, user, device_of(user)}, bench.now);
}

ServiceActivation failing(FaultId fault, ServiceKind kind, ServiceOutcome outcome,
                          std::string_view user = {}) {
  return {fault, user, kind, outcome, {}};
}

TEST(Services, SucceedAndTakeTheirTime) {
  Bench bench({.service_time = milliseconds(20)});
  for (const ServiceKind kind : {ServiceKind::token, ServiceKind::has_login,
                                 ServiceKind::password_login, ServiceKind::cookie_refresh}) {
    const ServiceAnswer answer = ask(bench, kind);
    EXPECT_EQ(answer.outcome, ServiceOutcome::success);
    EXPECT_EQ(answer.delay, milliseconds(20));
    EXPECT_EQ(answer.fault, kNoFault);
    EXPECT_EQ(answer.token.empty(), kind != ServiceKind::token);
  }
}

TEST(Services, TokensDifferBetweenRequests) {
  Bench bench;
  EXPECT_NE(ask(bench, ServiceKind::token).token, ask(bench, ServiceKind::token).token);
}

TEST(Services, EveryOutcomeCanBeCommandedAndEnds) {
  for (const ServiceOutcome outcome :
       {ServiceOutcome::failure, ServiceOutcome::captcha, ServiceOutcome::session_expired,
        ServiceOutcome::no_answer}) {
    Bench bench;
    const ServiceActivation activation = failing(kFirst, ServiceKind::token, outcome);
    bench.command(BeginServiceFault{activation});
    for (int time = 0; time < 2; ++time) {
      const ServiceAnswer answer = ask(bench, ServiceKind::token);
      EXPECT_EQ(answer.outcome, outcome);
      EXPECT_EQ(answer.token, "");
      EXPECT_EQ(answer.fault, kFirst);
    }
    EXPECT_EQ(ask(bench, ServiceKind::cookie_refresh).outcome, ServiceOutcome::success);
    bench.command(EndServiceFault{activation});
    EXPECT_EQ(ask(bench, ServiceKind::token).outcome, ServiceOutcome::success);
  }
}

TEST(Services, AnExpiredSessionIsMendedByAPasswordLoginForThatUser) {
  Bench bench;
  bench.command(
      BeginServiceFault{failing(kFirst, ServiceKind::token, ServiceOutcome::session_expired)});
  EXPECT_EQ(ask(bench, ServiceKind::password_login).outcome, ServiceOutcome::success);
  EXPECT_EQ(ask(bench, ServiceKind::token).outcome, ServiceOutcome::success);
  EXPECT_EQ(ask(bench, ServiceKind::token, kOther).outcome, ServiceOutcome::session_expired);
}

TEST(Services, ALoginThatFailsMendsNothing) {
  Bench bench;
  bench.command(
      BeginServiceFault{failing(kFirst, ServiceKind::token, ServiceOutcome::session_expired)});
  bench.command(
      BeginServiceFault{failing(kSecond, ServiceKind::password_login, ServiceOutcome::failure)});
  EXPECT_EQ(ask(bench, ServiceKind::password_login).outcome, ServiceOutcome::failure);
  EXPECT_EQ(ask(bench, ServiceKind::token).outcome, ServiceOutcome::session_expired);
}

TEST(Services, AnExpiredCookieTokenIsRefusedOnceBecauseAFreshOneComesAlong) {
  Bench bench;
  bench.command(
      BeginServiceFault{failing(kFirst, ServiceKind::token, ServiceOutcome::token_expired)});
  EXPECT_EQ(ask(bench, ServiceKind::token).outcome, ServiceOutcome::token_expired);
  EXPECT_EQ(ask(bench, ServiceKind::token).outcome, ServiceOutcome::success);
  EXPECT_EQ(ask(bench, ServiceKind::token, kOther).outcome, ServiceOutcome::token_expired);
}

TEST(Services, AFaultConcernsOnlyTheUserItIsFor) {
  Bench bench;
  bench.command(
      BeginServiceFault{failing(kFirst, ServiceKind::token, ServiceOutcome::captcha, kSeller)});
  EXPECT_EQ(ask(bench, ServiceKind::token).outcome, ServiceOutcome::captcha);
  EXPECT_EQ(ask(bench, ServiceKind::token, kOther).outcome, ServiceOutcome::success);
}

TEST(Services, SlownessAddsToTheirTimeAndAlsoToFailures) {
  Bench bench({.service_time = milliseconds(20)});
  bench.command(BeginServiceFault{{kFirst, {}, ServiceKind::token, std::nullopt, seconds(3)}});
  const ServiceAnswer slow = ask(bench, ServiceKind::token);
  EXPECT_EQ(slow.outcome, ServiceOutcome::success);
  EXPECT_EQ(slow.delay, milliseconds(3020));
  EXPECT_EQ(slow.fault, kFirst);
  bench.command(BeginServiceFault{failing(kSecond, ServiceKind::token, ServiceOutcome::failure)});
  EXPECT_EQ(ask(bench, ServiceKind::token).delay, milliseconds(3020));
}

TEST(Services, ASlownessThatMakesNoDifferenceIsNotNamed) {
  Bench bench;
  bench.command(BeginServiceFault{{kFirst, {}, ServiceKind::token, std::nullopt, seconds(3)}});
  bench.command(BeginServiceFault{{kSecond, {}, ServiceKind::token, std::nullopt, seconds(1)}});
  EXPECT_EQ(ask(bench, ServiceKind::token).fault, kFirst);
}

TEST(Services, OverlapAndEndingOneRestoresTheRest) {
  Bench bench;
  const ServiceActivation first = failing(kFirst, ServiceKind::token, ServiceOutcome::failure);
  const ServiceActivation second = failing(kSecond, ServiceKind::token, ServiceOutcome::captcha);
  bench.command(BeginServiceFault{first});
  bench.command(BeginServiceFault{second});
  EXPECT_EQ(ask(bench, ServiceKind::token).outcome, ServiceOutcome::captcha) << "the newest counts";
  bench.command(EndServiceFault{second});
  EXPECT_EQ(ask(bench, ServiceKind::token).outcome, ServiceOutcome::failure);
  bench.command(EndServiceFault{first});
  EXPECT_EQ(ask(bench, ServiceKind::token).outcome, ServiceOutcome::success);
}

RC_GTEST_PROP(TokenBookLaws, NoTextButAnIssuedTokenIsEverGood, (const std::string& text)) {
  TokenBook book(core::Seed{7});
  const std::string token = book.issue(kSeller, "device", core::kNever);
  RC_ASSERT(book.check(token, "device", core::kStart).verdict == TokenVerdict::good);
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, token.size());
  const std::string altered = token.substr(0, at) + text + token.substr(at);
  RC_PRE(altered != token);
  RC_ASSERT(book.check(altered, "device", core::kStart).verdict != TokenVerdict::good);
}

}  // namespace
}  // namespace fishtank::server_mock::test
