#include <gtest/gtest.h>

#include "tests/server_mock/bench.hpp"

/// Who is let in (protocol.md 2, 3 and 4.5).
namespace fishtank::server_mock::test {
namespace {

/// The reason of a refusal; empty if the registration was accepted.
std::string refusal(const Effects& effects) {
  const auto refused = all<RegistrationRefused>(effects);
  if (refused.empty()) return {};
  const auto responses = frames<core::Response>(effects);
  EXPECT_EQ(responses.at(0).code, refused[0].code);
  EXPECT_EQ(body_of<core::Refusal>(effects).reason, refused[0].reason);
  return refused[0].reason;
}

TEST(Registration, ATokenOfThatDeviceIsAccepted) {
  Bench bench;
  const SessionId session = bench.accept();
  const Effects effects = bench.register_user(session, kSeller);
  EXPECT_EQ(refusal(effects), "");
  EXPECT_EQ(all<SessionRegistered>(effects), (std::vector{SessionRegistered{session, kSeller}}));
  EXPECT_EQ(body_of<core::Registered>(effects).timestamp_ms, Options{}.wall_at_start.ms + 1000);
}

TEST(Registration, ATokenOfNobodyIsRefusedWith401) {
  Bench bench;
  const SessionId session = bench.accept(kSeller);
  for (const char* const token :
       {"", "oauth_k1:madeup", "oauth_k1:2200000000002:0000000000000000",
        "oauth_k1::0123456789abcdef",
        "oauth_k1:a user id of more than thirty-one bytes:0123456789abcdef"}) {
    const Effects effects =
        bench.receive(session, core::Register{"1 0", token, device_of(kSeller)});
    EXPECT_EQ(refusal(effects), "invalid token") << token;
    EXPECT_EQ(all<RegistrationRefused>(effects)[0].code, 401);
  }
}

TEST(Registration, ATokenWithAnotherSpellingIsRefused) {
  Bench bench;
  std::string token = bench.token(kSeller);
  token[token.size() - 17] = ';';
  const Effects effects =
      bench.receive(bench.accept(), core::Register{"1 0", token, device_of(kSeller)});
  EXPECT_NE(refusal(effects), "");
}

TEST(Registration, ATokenOfAnotherDeviceIsRefused) {
  Bench bench;
  const Effects effects =
      bench.receive(bench.accept(), core::Register{"1 0", bench.token(kSeller), device_of(kOther)});
  EXPECT_EQ(refusal(effects), "device id or appkey is not equal");
}

TEST(Registration, ATokenIsGoodUntilItsLifetimeIsOver) {
  Bench bench({.token_lifetime = seconds(10)});
  const core::Register request{"1 0", bench.token(kSeller), device_of(kSeller)};
  bench.wait(seconds(10) - core::nanoseconds(1));
  EXPECT_EQ(refusal(bench.receive(bench.accept(), request)), "");
  bench.wait(core::nanoseconds(1));
  EXPECT_EQ(refusal(bench.receive(bench.accept(), request)), "token invalid");
}

TEST(Registration, AnEarlierTokenStaysGoodUntilTheBookIsFull) {
  Bench bench;
  const core::Register first{"1 0", bench.token(kSeller), device_of(kSeller)};
  for (std::size_t later = 1; later < TokenBook::kTokensPerUser; ++later) bench.token(kSeller);
  EXPECT_EQ(refusal(bench.receive(bench.accept(), first)), "");
  bench.token(kSeller);
  EXPECT_EQ(refusal(bench.receive(bench.accept(), first)), "invalid token");
}

TEST(Registration, AnExpiredTokenIsRefusedAndTheFaultNamed) {
  Bench bench;
  const core::Register request{"1 0", bench.token(kSeller), device_of(kSeller)};
  EXPECT_TRUE(bench.command(ExpireTokens{FaultId{4}, kSeller}).empty());
  const Effects effects = bench.receive(bench.accept(), request);
  EXPECT_EQ(refusal(effects), "token invalid");
  EXPECT_EQ(touching(effects), (std::vector{FaultId{4}}));
  EXPECT_EQ(refusal(bench.register_user(bench.accept(), kSeller)), "") << "a new token is good";
}

TEST(Registration, OfTwoFaultsTheOneThatFoundTheTokenGoodHasExpiredIt) {
  Bench bench;
  const core::Register request{"1 0", bench.token(kSeller), device_of(kSeller)};
  bench.command(ExpireTokens{FaultId{4}, kSeller});
  bench.command(ExpireTokens{FaultId{5}, kSeller});
  EXPECT_EQ(touching(bench.receive(bench.accept(), request)), (std::vector{FaultId{4}}));
}

TEST(Registration, ExpiringOneUsersTokenLeavesTheOthersAlone) {
  Bench bench;
  const core::Register other{"1 0", bench.token(kOther), device_of(kOther)};
  bench.command(ExpireTokens{FaultId{4}, kSeller});
  EXPECT_EQ(refusal(bench.receive(bench.accept(), other)), "");
  const core::Register again{"1 0", bench.token(kOther), device_of(kOther)};
  bench.command(ExpireTokens{FaultId{5}, {}});
  EXPECT_EQ(refusal(bench.receive(bench.accept(), again)), "token invalid");
}

TEST(Registration, ARefusedSessionStaysOpenAndMayTryAgain) {
  Bench bench;
  const SessionId session = bench.accept(kSeller);
  const Effects refused = bench.receive(session, core::Register{"1 0", "made up", "no device"});
  EXPECT_TRUE(all<CloseSession>(refused).empty());
  EXPECT_EQ(frames<core::Response>(bench.heartbeat(session)).size(), 1U);
  EXPECT_EQ(refusal(bench.register_user(session, kSeller)), "");
}

TEST(Registration, ARefusalEndsAnEarlierRegistrationOfTheSession) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.receive(session, core::Register{"1 0", "made up", device_of(kSeller)});
  EXPECT_TRUE(frames<core::Push>(bench.push(kSeller)).empty());
}

TEST(Registration, WithoutTheCheckADeviceIdIsEnough) {
  Bench bench({.checks_token = false});
  const SessionId session = bench.accept();
  const Effects effects =
      bench.receive(session, core::Register{"1 0", "made up", device_of(kSeller)});
  EXPECT_EQ(all<SessionRegistered>(effects), (std::vector{SessionRegistered{session, kSeller}}));
}

TEST(Registration, ACookieNamesTheUserWhomNeitherTokenNorDeviceNames) {
  Bench bench({.checks_token = false});
  const SessionId session = bench.accept(kSeller);
  const Effects effects = bench.receive(session, core::Register{"1 0", "made up", "device"});
  EXPECT_EQ(all<SessionRegistered>(effects), (std::vector{SessionRegistered{session, kSeller}}));
}

TEST(Registration, WhoeverCannotBeNamedIsRefused) {
  Bench bench({.checks_token = false});
  EXPECT_EQ(refusal(bench.receive(bench.accept(), core::Register{"1 0", "made up", "device"})),
            "not auth");
}

TEST(Registration, ReadinessNeedsAckDiffAndRegistrationInEitherOrder) {
  Bench bench;
  const SessionId usual = bench.registered(kSeller);
  EXPECT_EQ(all<SessionReady>(bench.ack_diff(usual)), (std::vector{SessionReady{usual}}));
  EXPECT_TRUE(all<SessionReady>(bench.ack_diff(usual)).empty()) << "it is ready already";

  const SessionId hasty = bench.accept();
  EXPECT_TRUE(all<SessionReady>(bench.ack_diff(hasty)).empty());
  EXPECT_EQ(all<SessionReady>(bench.register_user(hasty, kSeller)),
            (std::vector{SessionReady{hasty}}));
}

}  // namespace
}  // namespace fishtank::server_mock::test
