#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "tests/helpers/client_driver.hpp"

/// From a loss back to CONNECTING where a policy is not that of `xianyu-live`: each field is
/// flipped.
namespace fishtank::core {
namespace {

using testing::chat_push;
using testing::ClientDriver;

// ---- failure_reset ---------------------------------------------------------------------------

Policy forgets(FailureReset when) {
  Policy policy;
  policy.reconnect.failure_reset = when;
  return policy;
}

TEST(FailureResetAtOpen, ForgetsWithTheTransportAlthoughNothingIsRegistered) {
  ClientDriver client(forgets(FailureReset::at_open));
  client.give(Start{});
  client.token();
  for (int failure = 0; failure < 8; ++failure) {
    client.opened();
    client.closed(CloseCause::reset);
    EXPECT_EQ(client.retry_delay(), seconds(3));
    client.wait(seconds(3));
  }
}

TEST(FailureResetAtMessage, ForgetsWithAPushAndNotBefore) {
  ClientDriver client(forgets(FailureReset::at_message));
  client.connect();
  client.lose_and_retry();
  client.connect();
  client.wait(minutes(2));
  EXPECT_GE(client.connection.failures(), 1);
  client.lose_and_retry();
  client.connect();
  client.receive(chat_push("1 0", "1.PNM"));
  EXPECT_EQ(client.connection.failures(), 0);
}

TEST(FailureResetEveryAttempt, TheCountNeverGrows) {
  ClientDriver client(forgets(FailureReset::every_attempt));
  client.give(Start{});
  client.token();
  for (int failure = 0; failure < 8; ++failure) {
    client.open_failed(OpenFailure::refused);
    EXPECT_EQ(client.retry_delay(), seconds(10));
    client.wait(seconds(10));
  }
}

// ---- failed_connect --------------------------------------------------------------------------

TEST(FailedConnect, IsOfTheClassThatThePolicySaysEvenWhenItHangs) {
  Policy policy;
  policy.reconnect.failed_connect = FailureClass::other;
  ClientDriver client(policy);
  client.give(Start{});
  client.token();
  client.open_failed(OpenFailure::refused);
  EXPECT_EQ(client.retry_delay(), seconds(5)) << "class other";
  client.wait(seconds(5));
  client.wait(seconds(30));
  EXPECT_EQ(client.retry_delay(), seconds(10)) << "class other, second failure";
}

TEST(FailedConnect, IsNotMeantOfATransportThatDidOpen) {
  Policy policy;
  policy.reconnect.failed_connect = FailureClass::other;
  ClientDriver client(policy);
  client.give(Start{});
  client.token();
  client.opened();
  client.wait(seconds(30));
  EXPECT_EQ(client.retry_delay(), seconds(10)) << "class network";
}

// ---- on_clean_close --------------------------------------------------------------------------

Policy reconnects_at_once() {
  Policy policy;
  policy.reconnect.on_clean_close = OnCleanClose::at_once;
  policy.reconnect.keep_token_on_loss = false;
  return policy;
}

void close_cleanly(ClientDriver& client, std::uint16_t code) {
  client.give(Closed{.attempt = client.attempt, .cause = CloseCause::close_frame, .code = code});
}

TEST(CleanCloseAtOnce, GoesStraightToConnectingWithItsTokenUncounted) {
  for (const auto code : {std::uint16_t{1000}, std::uint16_t{1001}}) {
    ClientDriver client(reconnects_at_once());
    client.connect();
    close_cleanly(client, code);
    EXPECT_EQ(client.state(), State::connecting);
    EXPECT_EQ(client.count<StateChanged>(), 1U);
    EXPECT_EQ(client.last<StateChanged>()->from, State::connected);
    EXPECT_EQ(client.last<StateChanged>()->reason, Reason::clean_close);
    EXPECT_EQ(client.connection.failures(), 0);
    EXPECT_EQ(client.count<OpenTransport>(), 1U) << "at once, and with the token it has";
    EXPECT_FALSE(client.retry_delay().has_value());
  }
}

TEST(CleanCloseAtOnce, TakesAnyOtherEndForAFailure) {
  ClientDriver client(reconnects_at_once());
  client.connect();
  close_cleanly(client, 1011);
  EXPECT_EQ(client.state(), State::reconnecting);
}

TEST(CleanCloseAtOnce, TakesACleanCloseBeforeConnectedForAFailure) {
  ClientDriver client(reconnects_at_once());
  client.give(Start{});
  client.token();
  client.opened();
  close_cleanly(client, 1000);
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.connection.failures(), 1);
}

TEST(CleanCloseAtOnce, LeavesTheArrowOutOfTheTable) {
  EXPECT_FALSE(is_legal(State::connected, State::connecting));
}

// ---- attempts_per_wait -----------------------------------------------------------------------

/// Fails the attempt under way by refusal; the wait that follows.
std::optional<Duration> refuse(ClientDriver& client) {
  client.open_failed(OpenFailure::refused);
  const auto wait = client.retry_delay();
  client.wait(wait.value_or(Duration::zero()));
  return wait;
}

TEST(AttemptsPerWait, ComeInPairsIfThePolicySaysTwo) {
  Policy policy;
  policy.reconnect.attempts_per_wait = 2;
  policy.reconnect.max_failures = 0;
  ClientDriver client(policy);
  client.connect();
  client.closed(CloseCause::reset);
  EXPECT_EQ(client.retry_delay(), seconds(3)) << "after a loss there is a wait as usual";
  client.wait(seconds(3));
  std::vector<Duration> waits;
  for (int attempt = 0; attempt < 4; ++attempt) waits.push_back(*refuse(client));
  EXPECT_EQ(waits, (std::vector<Duration>{seconds(0), seconds(30), seconds(0), seconds(50)}));
  EXPECT_EQ(client.connection.failures(), 5);
}

TEST(AttemptsPerWait, AreCountedAnewFromEachConnection) {
  Policy policy = reconnects_at_once();
  policy.reconnect.attempts_per_wait = 2;
  ClientDriver client(policy);
  client.connect();
  close_cleanly(client, 1000);
  EXPECT_EQ(refuse(client), seconds(0));
  EXPECT_NE(refuse(client), seconds(0));
}

TEST(AttemptsPerWait, AreCountedAnewInANewLife) {
  Policy policy;
  policy.reconnect.attempts_per_wait = 2;
  ClientDriver client(policy);
  for (int life = 0; life < 2; ++life) {
    client.give(Start{});
    client.token();
    EXPECT_EQ(refuse(client), seconds(0));
    client.give(AccountEnabled{false});  // in the midst of the second attempt
    client.closed(CloseCause::own_close);
    client.give(AccountEnabled{true});
  }
}

// ---- interruptible_wait ----------------------------------------------------------------------

Policy sleeps_through() {
  Policy policy;
  policy.reconnect.interruptible_wait = false;
  return policy;
}

TEST(UninterruptibleWait, AStopIsHeardWhenTheWaitIsOver) {
  ClientDriver client(sleeps_through());
  client.connect();
  client.closed(CloseCause::reset);
  client.give(Stop{});
  client.wait(seconds(3) - nanoseconds(1));
  EXPECT_EQ(client.state(), State::reconnecting);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.state(), State::closed);
  EXPECT_EQ(client.count<OpenTransport>(), 0U);
}

TEST(UninterruptibleWait, ADisableIsHeardWhenTheWaitIsOverUnlessItWasTakenBack) {
  for (const bool taken_back : {false, true}) {
    ClientDriver client(sleeps_through());
    client.connect();
    client.closed(CloseCause::reset);
    client.give(AccountEnabled{false});
    if (taken_back) client.give(AccountEnabled{true});
    EXPECT_EQ(client.state(), State::reconnecting);
    client.wait(seconds(3));
    EXPECT_EQ(client.state(), taken_back ? State::connecting : State::disconnected);
  }
}

TEST(UninterruptibleWait, AStopAtAnyOtherTimeIsHeardAtOnce) {
  ClientDriver client(sleeps_through());
  client.connect();
  client.give(Stop{});
  client.closed(CloseCause::own_close);
  EXPECT_EQ(client.state(), State::closed);
}

// ---- silence ---------------------------------------------------------------------------------

/// A client without heartbeats that looks every 30 s whether anything came within 90 s.
Policy monitors_silence() {
  Policy policy;
  policy.heartbeat.interval = kOff;
  policy.silence.timeout = seconds(90);
  return policy;
}

TEST(Silence, IsNoticedAtTheFirstLookAfterItHasBecomeTooLong) {
  ClientDriver client(monitors_silence());
  client.connect();
  client.wait(seconds(1));
  client.receive(AppPing{});
  client.wait(seconds(119) - nanoseconds(1));  // the look at 90 s found 89 s of silence
  EXPECT_EQ(client.state(), State::connected);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.last<StateChanged>()->reason, Reason::silence);
  EXPECT_EQ(client.retry_delay(), seconds(10)) << "class network";
}

TEST(Silence, IsBrokenByAnyFrameAtAll) {
  ClientDriver client(monitors_silence());
  client.connect();
  for (int message = 0; message < 10; ++message) {
    client.wait(seconds(60));
    client.give(ReceivedGarbage{client.attempt});
  }
  EXPECT_EQ(client.state(), State::connected);
}

/// From an attempt that begins to CONNECTED without a word of the server.
void connect_to_a_mute_server(ClientDriver& client) {
  if (client.last<RequestToken>()) client.token();
  client.opened();
  client.wait(client.connection.policy().connect.ack_diff_delay);
  ASSERT_EQ(client.state(), State::connected);
}

TEST(Silence, IsInheritedByAFreshConnectionIfThePolicySaysSo) {
  for (const bool starts_anew : {true, false}) {
    Policy policy = monitors_silence();
    policy.silence.starts_anew = starts_anew;
    policy.connect.confirm_registration = false;
    ClientDriver client(policy);
    client.give(Start{});
    connect_to_a_mute_server(client);
    while (client.state() == State::connected) client.wait(seconds(30));
    client.closed(CloseCause::own_close);
    client.wait(seconds(10));
    connect_to_a_mute_server(client);
    client.wait(seconds(30));
    EXPECT_EQ(client.state(), starts_anew ? State::connected : State::reconnecting);
  }
}

TEST(Silence, CountsFromTheStartUntilAnythingHasCome) {
  Policy policy = monitors_silence();
  policy.silence.starts_anew = false;
  policy.connect.confirm_registration = false;
  ClientDriver client(policy);
  client.wait(minutes(10));
  client.give(Start{});
  connect_to_a_mute_server(client);
  client.wait(seconds(30));
  EXPECT_EQ(client.state(), State::connected);
}

// ---- recovery.restarts -----------------------------------------------------------------------

TEST(RestartsNot, IsFailedForGoodUntilAStop) {
  Policy policy;
  policy.recovery.restarts = false;
  policy.reconnect.max_failures = 1;
  ClientDriver client(policy);
  client.connect();
  client.closed(CloseCause::reset);
  client.login(ServiceOutcome::failure);
  client.wait(hours(1));
  EXPECT_EQ(client.state(), State::failed);
  EXPECT_EQ(client.count<RestartInstance>() + client.count<OpenTransport>(), 0U);
  client.give(Stop{});
  EXPECT_EQ(client.state(), State::closed);
}

// ---- a new life ------------------------------------------------------------------------------

TEST(NewLife, RefreshesItsCookiesAfterADisableToo) {
  Policy policy;
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  client.give(AccountEnabled{false});
  client.closed(CloseCause::own_close);
  client.give(AccountEnabled{true});
  client.connect();
  client.wait(seconds(1200));
  EXPECT_EQ(client.count<RefreshCookie>(), 1U);
}

}  // namespace
}  // namespace fishtank::core
