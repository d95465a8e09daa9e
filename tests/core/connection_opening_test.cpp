#include <gtest/gtest.h>

#include "tests/helpers/client_driver.hpp"

/// From CONNECTING to CONNECTED: token, transport, registration (behaviour.md, "Opening and
/// registering" and "Token and cookie").
namespace fishtank::core {
namespace {

using testing::ClientDriver;

// ---- opening ---------------------------------------------------------------------------------

TEST(Opening, AsksForATokenThenOpensThenRegisters) {
  ClientDriver client;
  client.give(Start{});
  EXPECT_EQ(client.state(), State::connecting);
  EXPECT_EQ(client.count<RequestToken>(), 1U);
  EXPECT_EQ(client.count<OpenTransport>(), 0U);
  client.token();
  EXPECT_EQ(client.count<OpenTransport>(), 1U);
  client.opened();
  EXPECT_EQ(client.sent<Register>(), 1U);
}

TEST(Opening, NeedsBothTheAnswerAndAckDiff) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.opened();
  const Mid registration = client.last_mid;
  client.wait(seconds(1));
  EXPECT_EQ(client.sent<AckDiff>(), 1U);
  EXPECT_EQ(client.state(), State::connecting) << "ackDiff is sent, the answer is missing";
  client.receive(Response{.mid = registration, .sid = "sid", .body = {}});
  EXPECT_EQ(client.state(), State::connected);
}

TEST(Opening, WaitsASecondBeforeAckDiff) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.opened();
  client.answer();
  client.wait(seconds(1) - nanoseconds(1));
  EXPECT_EQ(client.sent<AckDiff>(), 0U);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.sent<AckDiff>(), 1U);
  EXPECT_EQ(client.state(), State::connected);
}

TEST(Opening, FailsWhenRegistrationIsRefusedAndShowsThatTokenNoMore) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.opened();
  client.answer(401);
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.retry_delay(), seconds(5)) << "class other";
  client.closed(CloseCause::own_close);
  client.wait(seconds(5));
  EXPECT_EQ(client.count<RequestToken>(), 1U);
}

TEST(Opening, FailsAsNetworkAtTheConnectTimeout) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.wait(seconds(30) - nanoseconds(1));
  EXPECT_EQ(client.state(), State::connecting);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.retry_delay(), seconds(10)) << "class network";
}

TEST(Opening, GoesToReconnectingWhenTheFirstAttemptCannotBegin) {
  ClientDriver client;
  client.give(Start{.possible = false});
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.last<StateChanged>()->from, State::disconnected);
}

TEST(Opening, RetriesACaptchaThreeTimesAtMostInEachAttempt) {
  ClientDriver client;
  client.give(Start{});
  for (int attempt = 1; attempt <= 2; ++attempt) {
    for (int retry = 0; retry < 3; ++retry) {
      client.token(ServiceOutcome::captcha);
      ASSERT_EQ(client.count<RequestToken>(), 1U);
    }
    client.token(ServiceOutcome::captcha);
    EXPECT_EQ(client.count<RequestToken>(), 0U);
    EXPECT_EQ(client.state(), State::reconnecting);
    client.wait(attempt * seconds(5));
  }
}

TEST(Opening, AsksAgainWhenTheCookiesOwnTokenHasExpired) {
  ClientDriver client;
  client.give(Start{});
  client.token(ServiceOutcome::token_expired);  // a fresh one came along with the answer
  EXPECT_EQ(client.state(), State::connecting);
  ASSERT_EQ(client.count<RequestToken>(), 1U);
  client.token();
  EXPECT_EQ(client.count<OpenTransport>(), 1U);
}

TEST(Opening, GivesTheTokenServiceTwentySecondsAndHearsItNoMoreThen) {
  ClientDriver client;
  client.give(Start{});
  const CallId call = client.last<RequestToken>()->call;
  client.wait(seconds(20) - nanoseconds(1));
  EXPECT_EQ(client.state(), State::connecting);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.retry_delay(), seconds(10)) << "class network";
  client.give(TokenResult{.call = call, .token = "late"});
  EXPECT_EQ(client.last<Note>()->kind, NoteKind::stale_input);
}

TEST(Opening, LogsInWhenTheSessionHasExpiredAndAsksAgain) {
  ClientDriver client;
  client.give(Start{});
  client.token(ServiceOutcome::session_expired);
  ASSERT_EQ(client.count<PasswordLogin>(), 1U);
  client.login(ServiceOutcome::success);
  EXPECT_EQ(client.count<RequestToken>(), 1U);
  EXPECT_EQ(client.state(), State::connecting);
}

/// An attempt that has waited for its limit while the transport held /reg back; its id.
SendId time_out_with_reg_unsent(ClientDriver& client) {
  client.give(Start{});
  client.token();
  client.takes_frames = false;
  client.opened();
  const SendId registration = client.last<Send>()->send;
  client.wait(seconds(30));
  EXPECT_EQ(client.state(), State::reconnecting);
  return registration;
}

TEST(Opening, IsNotRevivedByAFrameThatTheTransportTakesTooLate) {
  ClientDriver client;
  const SendId registration = time_out_with_reg_unsent(client);
  client.give(Sent{client.attempt, registration});
  client.wait(seconds(5));
  EXPECT_EQ(client.sent<AckDiff>(), 0U);
  EXPECT_EQ(client.state(), State::reconnecting);
}

TEST(Opening, IsNotRevivedByATransportThatOpensTooLate) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.wait(seconds(30));
  ASSERT_EQ(client.count<CloseTransport>(), 1U);
  client.opened();
  EXPECT_EQ(client.sent<Register>(), 0U);
}

TEST(Opening, SendsNoAckDiffOnceTheTransportIsGone) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.opened();
  client.answer();
  client.closed(CloseCause::reset);
  client.wait(seconds(2));
  EXPECT_EQ(client.sent<AckDiff>(), 0U);
}

TEST(Opening, FailsWhenTheServerKicksInTheMiddleOfIt) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.opened();
  client.receive(Kick{.mid = "1 0", .sid = "sid"});
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.retry_delay(), seconds(5)) << "class other";
}

TEST(Opening, FailsOnceEvenIfTheTransportRefusesItsFrameAfterwards) {
  ClientDriver client;
  const SendId registration = time_out_with_reg_unsent(client);
  client.give(SendFailed{client.attempt, registration});
  EXPECT_EQ(client.connection.failures(), 1);
}

TEST(Opening, EndsAtItsLimitAlthoughAckDiffWentOutWithTheSameTick) {
  // A process that wakes after its limit: both timers are overdue, ackDiff goes first.
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.opened();
  client.answer();
  client.now += seconds(45);
  client.wait(nanoseconds(0));
  EXPECT_EQ(client.sent<AckDiff>(), 1U);
  EXPECT_EQ(client.state(), State::reconnecting);
}

TEST(Opening, FailsAsAnUnexpectedCloseWhenTheTransportCannotTakeItsFrame) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.takes_frames = false;
  client.opened();
  client.give(SendFailed{client.attempt, client.last<Send>()->send});
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.retry_delay(), seconds(3)) << "class unexpected close";
}

TEST(Opening, LeavesALoginItsOwnTimeAndHasAllOfItsOwnAfterwards) {
  ClientDriver client;
  client.give(Start{});
  client.token(ServiceOutcome::session_expired);
  const CallId login = client.last<PasswordLogin>()->call;
  client.wait(seconds(100));
  EXPECT_EQ(client.state(), State::connecting);
  EXPECT_EQ(client.connection.failures(), 0);
  client.give(LoginResult{.call = login});
  client.token();
  client.wait(seconds(30) - nanoseconds(1));
  EXPECT_EQ(client.state(), State::connecting);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.state(), State::reconnecting);
}

TEST(Opening, WaitsForALoginThatARefreshHasAskedFor) {
  Policy policy;
  policy.token.refresh_interval = minutes(10);
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  client.wait(minutes(10));
  client.token(ServiceOutcome::session_expired);
  const CallId login = client.last<PasswordLogin>()->call;
  client.closed(CloseCause::reset);
  client.wait(seconds(100));
  EXPECT_EQ(client.state(), State::connecting) << "the token is too old, the login not done";
  EXPECT_EQ(client.connection.failures(), 1);
  client.give(LoginResult{.call = login});
  client.token();
  EXPECT_EQ(client.count<OpenTransport>(), 1U);
}

TEST(Opening, ThatCannotEvenBeginCountsAtTheLimitToo) {
  Policy policy;
  policy.reconnect.max_failures = 1;
  ClientDriver client(policy);
  client.give(Start{.possible = false});
  EXPECT_EQ(client.state(), State::failed);
}

// ---- token -----------------------------------------------------------------------------------

TEST(Token, IsRefreshedAfterItsIntervalAndTheConnectionMadeAnewWithoutAFailure) {
  Policy policy;
  policy.token.refresh_interval = minutes(10);
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  client.wait(minutes(10));
  ASSERT_EQ(client.count<RequestToken>(), 1U);
  client.token();
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.connection.failures(), 0);
  EXPECT_FALSE(client.retry_delay().has_value()) << "nothing failed, nothing is waited for";
  client.closed(CloseCause::own_close);
  client.wait(nanoseconds(0));
  EXPECT_EQ(client.state(), State::connecting);
}

TEST(Token, RefreshIsTriedAgainLaterWhenItFails) {
  Policy policy;
  policy.token.refresh_interval = minutes(10);
  policy.token.refresh_retry = minutes(1);
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  client.wait(minutes(10));
  client.token(ServiceOutcome::failure);
  EXPECT_EQ(client.state(), State::connected);
  client.wait(minutes(1));
  EXPECT_EQ(client.count<RequestToken>(), 1U);
}

}  // namespace
}  // namespace fishtank::core
