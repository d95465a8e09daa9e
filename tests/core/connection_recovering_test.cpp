#include <gtest/gtest.h>

#include "tests/helpers/client_driver.hpp"

/// From a loss or a failed attempt back to CONNECTING, or to a new life (behaviour.md,
/// "Reconnecting").
namespace fishtank::core {
namespace {

using testing::ClientDriver;

// ---- reconnecting ----------------------------------------------------------------------------

TEST(Reconnecting, ClosesTheOldTransportAndAbortsItAfterTwoSeconds) {
  ClientDriver client;
  client.connect();
  client.wait(seconds(30));  // nobody answers
  EXPECT_EQ(client.count<CloseTransport>(), 1U);
  client.wait(seconds(2));
  EXPECT_EQ(client.count<AbortTransport>(), 1U);
}

TEST(Reconnecting, KeepsTheTokenOverALoss) {
  ClientDriver client;
  client.connect();
  client.closed(CloseCause::reset);
  client.wait(seconds(3));
  EXPECT_EQ(client.count<RequestToken>(), 0U);
  EXPECT_EQ(client.count<OpenTransport>(), 1U);
}

TEST(Reconnecting, ForgetsFailuresAtConnected) {
  ClientDriver client;
  client.connect();
  for (int loss = 0; loss < 8; ++loss) {
    client.closed(CloseCause::reset);
    EXPECT_EQ(client.retry_delay(), seconds(3));
    client.wait(seconds(3));
    client.connect();
    ASSERT_EQ(client.state(), State::connected);
  }
}

TEST(Reconnecting, ForgetsFailuresOnlyWhenProvenIfThePolicySaysSo) {
  Policy policy;
  policy.reconnect.failure_reset = FailureReset::when_proven;
  ClientDriver client(policy);
  client.connect();
  client.closed(CloseCause::reset);
  client.wait(seconds(3));
  client.connect();
  EXPECT_EQ(client.connection.failures(), 1);
  client.answer();
  EXPECT_EQ(client.connection.failures(), 1);
  client.wait(seconds(15));
  client.answer();
  EXPECT_EQ(client.connection.failures(), 0) << "two heartbeats were answered";
}

/// Expects the input to be reported and to change nothing.
void expect_stale(ClientDriver& client, const Input& input) {
  const Connection before = client.connection;
  client.give(input);
  EXPECT_EQ(client.connection, before) << "input " << input.index();
  ASSERT_EQ(client.effects.size(), 1U) << "input " << input.index();
  EXPECT_EQ(client.last<Note>()->kind, NoteKind::stale_input);
}

TEST(Reconnecting, IgnoresAndReportsInputsOfAnOldAttempt) {
  Policy policy;
  policy.keepalive.interval = seconds(20);
  ClientDriver client(policy);
  client.connect();
  const AttemptId old = client.attempt;
  client.lose_and_retry();
  expect_stale(client, Opened{old});  // while the next one is opening
  client.opened();
  client.now += seconds(1);
  for (const Input& input : std::initializer_list<Input>{
           OpenFailed{old, OpenFailure::refused}, Closed{.attempt = old}, ReceivedGarbage{old},
           Received{old, testing::chat_push("1 0", "1.PNM")}, PongReceived{old},
           Sent{old, client.last<Send>()->send}, SendFailed{old, SendId{1}}}) {
    expect_stale(client, input);
  }
}

TEST(Reconnecting, IgnoresAndReportsAnswersToRequestsThatNobodyWaitsFor) {
  ClientDriver client;
  client.connect();
  expect_stale(client, TokenResult{.call = CallId{1}, .token = "again"});
  expect_stale(client, LoginResult{.call = CallId{9}});
  expect_stale(client, CookieResult{.call = CallId{9}});
  expect_stale(client, HandlerDone{HandlerId{1}});
}

TEST(Reconnecting, ThrowsTheTokenAwayIfThePolicySaysSo) {
  Policy policy;
  policy.reconnect.keep_token_on_loss = false;
  ClientDriver client(policy);
  client.connect();
  client.lose_and_retry();
  EXPECT_EQ(client.count<RequestToken>(), 1U);
}

TEST(Reconnecting, WaitsForTheOldTransportHoweverLongThatMayTake) {
  Policy policy;
  policy.reconnect.close_timeout = minutes(1);
  ClientDriver client(policy);
  client.connect();
  client.wait(seconds(30));  // nobody answers; 10 s of delay
  client.wait(seconds(20));
  EXPECT_EQ(client.count<OpenTransport>(), 0U);
  client.closed(CloseCause::own_close);
  EXPECT_EQ(client.count<OpenTransport>(), 1U);
}

TEST(Reconnecting, WhatAnEarlierConnectionWouldHaveProvedForgetsNothing) {
  Policy policy;
  policy.reconnect.failure_reset = FailureReset::when_proven;  // after 60 s
  policy.connect.timeout = minutes(5);
  ClientDriver client(policy);
  client.connect();
  client.lose_and_retry();
  client.wait(minutes(2));
  EXPECT_EQ(client.connection.failures(), 1);
}

TEST(Reconnecting, OneLossWithTwoMessengersIsCountedOnce) {
  ClientDriver client;
  client.connect();
  client.wait(seconds(30));  // heartbeat timeout closes the transport
  client.closed(CloseCause::reset);
  EXPECT_EQ(client.connection.failures(), 1);
}

// ---- the limit -------------------------------------------------------------------------------

/// Fails `times` attempts in a row by refusal, beginning with one that is under way.
void refuse(ClientDriver& client, int times) {
  for (int time = 0; time < times; ++time) {
    client.open_failed(OpenFailure::refused);
    if (time + 1 < times) client.wait(client.connection.next_deadline() - client.now);
  }
}

TEST(Limit, IsReachedAtTheFifthFailureAndAsksForALogin) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  refuse(client, 5);
  EXPECT_EQ(client.state(), State::failed);
  ASSERT_EQ(client.count<PasswordLogin>(), 1U);
  client.login(ServiceOutcome::success);
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.connection.failures(), 0);
  client.wait(seconds(2));
  EXPECT_EQ(client.state(), State::connecting);
  EXPECT_EQ(client.count<RequestToken>(), 1U) << "the old token belonged to the old session";
}

TEST(Limit, IsReachedByALossAsWellAsByAnAttempt) {
  Policy policy;
  policy.reconnect.max_failures = 1;
  ClientDriver client(policy);
  client.connect();
  client.closed(CloseCause::reset);
  EXPECT_EQ(client.state(), State::failed);
}

TEST(Limit, RestartsTheInstanceWhenTheLoginFails) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  refuse(client, 5);
  client.login(ServiceOutcome::failure);
  client.wait(milliseconds(500) - nanoseconds(1));
  EXPECT_EQ(client.state(), State::failed);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.state(), State::disconnected);
  EXPECT_EQ(client.count<RestartInstance>(), 1U);
  client.give(Start{});
  EXPECT_EQ(client.state(), State::connecting);
  EXPECT_EQ(client.count<RequestToken>(), 1U) << "a new life has no token";
  EXPECT_EQ(client.connection.failures(), 0);
}

/// Ends an open connection in FAILED: the server no longer knows the account.
void fail_by_authentication(ClientDriver& client) {
  client.answer(401);
  ASSERT_EQ(client.state(), State::failed);
}

TEST(Limit, CancelsTasksBeforeTheRestartAndGivesThemEightSeconds) {
  for (const bool tasks_end : {true, false}) {
    ClientDriver client;
    client.connect();
    client.receive(testing::chat_push("1 0", "1.PNM"));  // a handler runs
    client.receive(Response{.mid = "2 0", .sid = "sid", .code = 401, .body = {}});
    client.login(ServiceOutcome::failure);
    EXPECT_EQ(client.count<CancelTasks>(), 1U);
    if (tasks_end) {
      client.give(TasksCancelled{});
    } else {
      client.wait(seconds(8));
    }
    client.wait(milliseconds(500) - nanoseconds(1));
    EXPECT_EQ(client.state(), State::failed);
    client.wait(nanoseconds(1));
    EXPECT_EQ(client.count<RestartInstance>(), 1U);
  }
}

/// Found by ConnectionLaw under sanitizers: the restart came in the middle of the next life.
TEST(Limit, ARestartThatWaitsForItsTasksIsForgottenByADisable) {
  ClientDriver client;
  client.connect();
  client.receive(testing::chat_push("1 0", "1.PNM"));  // a handler runs
  client.receive(Response{.mid = "2 0", .sid = "sid", .code = 401, .body = {}});
  client.login(ServiceOutcome::failure);
  client.closed(CloseCause::own_close);
  client.give(AccountEnabled{false});
  ASSERT_EQ(client.state(), State::disconnected);
  client.give(AccountEnabled{true});
  client.give(Start{});
  client.give(TasksCancelled{});  // of the cancelled restart, late
  client.wait(seconds(1));
  EXPECT_EQ(client.state(), State::connecting);
  EXPECT_EQ(client.count<RestartInstance>(), 0U);
}

TEST(Limit, ANewLifeRefreshesItsCookies) {
  Policy policy;
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  fail_by_authentication(client);
  client.login(ServiceOutcome::failure);
  client.wait(milliseconds(500));
  client.connect();
  client.wait(seconds(1200));
  EXPECT_EQ(client.count<RefreshCookie>(), 1U);
}

TEST(Limit, LogsInOnceEverySixtySecondsAtMost) {
  for (const bool cooled_down : {false, true}) {
    Policy policy;
    policy.heartbeat.timeout = kOff;
    ClientDriver client(policy);
    client.connect();
    fail_by_authentication(client);
    ASSERT_EQ(client.count<PasswordLogin>(), 1U);
    const Instant sixty_seconds_later = client.now + seconds(60);
    client.login(ServiceOutcome::success);
    client.wait(seconds(2));
    client.connect();
    const Duration rest = sixty_seconds_later - client.now;
    client.wait(cooled_down ? rest : rest - nanoseconds(1));
    fail_by_authentication(client);
    EXPECT_EQ(client.count<PasswordLogin>(), cooled_down ? 1U : 0U);
    client.wait(milliseconds(500));
    EXPECT_EQ(client.count<RestartInstance>(), cooled_down ? 0U : 1U);
  }
}

}  // namespace
}  // namespace fishtank::core
