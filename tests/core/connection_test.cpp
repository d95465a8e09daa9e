#include <gtest/gtest.h>

#include "tests/helpers/client_driver.hpp"

/// The whole machine, row by row of behaviour.md. Whole runs are in scenarios/; here is what a
/// scenario cannot show: single inputs, in odd orders.
namespace fishtank::core {
namespace {

using testing::chat_push;
using testing::chat_to;
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

TEST(Opening, RetriesACaptchaThreeTimesAtMost) {
  ClientDriver client;
  client.give(Start{});
  for (int retry = 0; retry < 3; ++retry) {
    client.token(ServiceOutcome::captcha);
    EXPECT_EQ(client.count<RequestToken>(), 1U);
  }
  client.token(ServiceOutcome::captcha);
  EXPECT_EQ(client.count<RequestToken>(), 0U);
  EXPECT_EQ(client.state(), State::reconnecting);
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

// ---- heartbeat -------------------------------------------------------------------------------

TEST(Heartbeat, GoesOutAtOnceAndThenEveryInterval) {
  ClientDriver client;
  client.connect();
  EXPECT_EQ(client.sent<Heartbeat>(), 1U);
  for (int beat = 0; beat < 3; ++beat) {
    client.answer();
    client.wait(seconds(15));
    EXPECT_EQ(client.sent<Heartbeat>(), 1U);
  }
}

TEST(Heartbeat, IsDeadThirtySecondsAfterTheLastAnswer) {
  ClientDriver client;
  client.connect();
  client.wait(seconds(10));
  client.answer();
  client.wait(seconds(30) - nanoseconds(1));
  EXPECT_EQ(client.state(), State::connected);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.retry_delay(), seconds(10)) << "class network";
}

TEST(Heartbeat, TakesAnyCode200AsAnAnswerUnlessThePolicyMatchesMids) {
  for (const bool by_mid : {false, true}) {
    Policy policy;
    if (by_mid) policy.heartbeat.answer_match = AnswerMatch::mid;
    ClientDriver client(policy);
    client.connect();
    for (int second = 0; second < 35; second += 5) {
      client.wait(seconds(5));
      if (client.state() != State::connected) break;
      client.receive(Response{.mid = "of something else", .sid = "sid", .body = {}});
    }
    EXPECT_EQ(client.state(), by_mid ? State::reconnecting : State::connected);
  }
}

TEST(Heartbeat, IsGivenUpAfterThreeSendsThatTakeTooLong) {
  ClientDriver client;
  client.connect();
  client.answer();
  client.takes_frames = false;
  // Due at 15 s, too long at 17; again at 22 and 24; again at 29 and 31: given up.
  client.wait(seconds(24));
  client.answer();
  client.wait(seconds(7) - nanoseconds(1));
  EXPECT_EQ(client.state(), State::connected);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.state(), State::reconnecting);
  EXPECT_EQ(client.last<StateChanged>()->reason, Reason::heartbeat_given_up);
  EXPECT_EQ(client.retry_delay(), seconds(5)) << "class other";
}

TEST(Heartbeat, LeavesTheSocketOpenWhenThePolicySaysSo) {
  Policy policy;
  policy.heartbeat.on_give_up = OnGiveUp::leave_open;
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  client.takes_frames = false;
  client.wait(minutes(5));
  EXPECT_EQ(client.state(), State::connected);
  EXPECT_EQ(client.count<CloseTransport>(), 0U);
}

TEST(Heartbeat, AnAuthenticationErrorFailsTheConnection) {
  ClientDriver client;
  client.connect();
  client.answer(401);
  EXPECT_EQ(client.state(), State::failed);
  EXPECT_EQ(client.count<PasswordLogin>(), 1U);
}

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

TEST(Reconnecting, IgnoresAndReportsInputsOfAnOldAttempt) {
  ClientDriver client;
  client.connect();
  const AttemptId old = client.attempt;
  client.lose_and_retry();
  client.opened();
  const Connection before = client.connection;
  client.give(Closed{.attempt = old, .cause = CloseCause::reset});
  EXPECT_EQ(client.connection, before);
  EXPECT_EQ(client.last<Note>()->kind, NoteKind::stale_input);
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
}

// ---- messages --------------------------------------------------------------------------------

TEST(Messages, AreAcknowledgedWithTheirMidAndDeliveredOnce) {
  ClientDriver client;
  client.connect();
  client.receive(chat_push("84a4001c 0", "1.PNM"));
  EXPECT_EQ(client.sent<Ack>(), 1U);
  EXPECT_EQ(client.last_mid.view(), "84a4001c 0");
  EXPECT_EQ(client.count<Deliver>(), 1U);
  client.receive(chat_push("84a4001d 0", "1.PNM"));
  EXPECT_EQ(client.sent<Ack>(), 1U);
  EXPECT_EQ(client.count<Deliver>(), 0U);
  EXPECT_EQ(client.last<Discarded>()->why, Discard::duplicate);
}

TEST(Messages, ExpireBeyondThreeHundredSeconds) {
  ClientDriver client;
  client.connect();
  const std::int64_t wall_ms = 1'760'000'000'000 + 1000;  // connected after a second
  client.receive(chat_push("1 0", "1.PNM", wall_ms - 300'000));
  EXPECT_EQ(client.count<Deliver>(), 1U);
  client.receive(chat_push("2 0", "2.PNM", wall_ms - 300'001));
  EXPECT_EQ(client.last<Discarded>()->why, Discard::expired);
}

TEST(Messages, WaitInOrderForOneOfAHundredHandlers) {
  ClientDriver client;
  client.connect();
  for (int message = 0; message < 100; ++message) {
    client.receive(chat_push("m 0", std::to_string(message) + ".PNM"));
    ASSERT_EQ(client.count<Deliver>(), 1U);
  }
  client.receive(chat_push("m 0", "first.PNM"));
  client.receive(chat_push("m 0", "second.PNM"));
  EXPECT_EQ(client.count<Deliver>(), 0U);
  client.give(HandlerDone{HandlerId{1}});
  EXPECT_EQ(std::get<ChatMessage>(client.last<Deliver>()->message).id.view(), "first.PNM");
}

TEST(Messages, OneThatCannotBeDecodedHarmsNothingElse) {
  ClientDriver client;
  client.connect();
  Push push = chat_push("1 0", "1.PNM");
  std::vector<PushItem> items{Undecodable{"!!"}, (*push.items)[0]};
  push.items = items;
  client.receive(push);
  EXPECT_EQ(client.count<Discarded>(), 1U);
  EXPECT_EQ(client.count<Deliver>(), 1U);
}

// ---- chats -----------------------------------------------------------------------------------

TEST(Chats, AreRefusedWhileNotConnected) {
  ClientDriver client;
  client.give(chat_to("c@goofish"));
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::not_connected);
}

TEST(Chats, CreateTheConversationFirstIfThereIsNone) {
  ClientDriver client;
  client.connect();
  client.give(chat_to({}));
  EXPECT_EQ(client.sent<CreateConversation>(), 1U);
  client.receive(Response{.mid = client.last_mid,
                          .sid = "sid",
                          .body = ResponseBody{ConversationCreated{"9@goofish"}}});
  EXPECT_EQ(client.sent<SendText>(), 1U);
  client.answer();
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::accepted);
}

TEST(Chats, AreLostWithTheConnection) {
  ClientDriver client;
  client.connect();
  client.give(chat_to("c@goofish"));
  client.closed(CloseCause::reset);
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::lost);
}

// ---- stopping --------------------------------------------------------------------------------

TEST(Stopping, EndsInClosedOnceTheTransportIsGone) {
  ClientDriver client;
  client.connect();
  client.give(Stop{});
  EXPECT_EQ(client.count<CloseTransport>(), 1U);
  EXPECT_EQ(client.state(), State::connected);
  client.closed(CloseCause::own_close);
  EXPECT_EQ(client.state(), State::closed);
  EXPECT_EQ(client.connection.next_deadline(), kNever) << "nothing is pending";
}

TEST(Stopping, EndsAWaitAtOnce) {
  ClientDriver client;
  client.connect();
  client.closed(CloseCause::reset);
  client.give(Stop{});
  EXPECT_EQ(client.state(), State::closed);
}

TEST(Stopping, IsForcedAfterFiveSecondsAndOneMore) {
  ClientDriver client;
  client.connect();
  client.receive(chat_push("1 0", "1.PNM"));  // a handler runs
  client.give(Stop{});
  EXPECT_EQ(client.count<CancelTasks>(), 1U);
  client.wait(seconds(6) - nanoseconds(1));
  EXPECT_EQ(client.count<AbortTransport>(), 1U);
  EXPECT_EQ(client.state(), State::connected);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.state(), State::closed);
}

TEST(Stopping, DisablingEndsInDisconnectedAndCanBeStartedAgainOnceEnabled) {
  ClientDriver client;
  client.connect();
  client.give(AccountEnabled{false});
  client.closed(CloseCause::own_close);
  EXPECT_EQ(client.state(), State::disconnected);
  client.give(Start{});
  EXPECT_EQ(client.state(), State::disconnected);
  client.give(AccountEnabled{true});
  client.give(Start{});
  EXPECT_EQ(client.state(), State::connecting);
  EXPECT_EQ(client.count<RequestToken>(), 1U) << "the token was cleared";
}

TEST(Stopping, AStopOverrulesADisableUnderWay) {
  ClientDriver client;
  client.connect();
  client.give(AccountEnabled{false});
  client.give(Stop{});
  client.closed(CloseCause::own_close);
  EXPECT_EQ(client.state(), State::closed);
}

// ---- token and cookie ------------------------------------------------------------------------

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

TEST(Cookie, RefreshPausesTheHeartbeat) {
  Policy policy;
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  client.wait(seconds(1200));
  const auto refresh = client.last<RefreshCookie>();
  ASSERT_TRUE(refresh.has_value());
  client.wait(seconds(100));
  EXPECT_EQ(client.sent<Heartbeat>(), 0U);
  client.give(CookieResult{.call = refresh->call});
  client.wait(nanoseconds(0));
  EXPECT_EQ(client.sent<Heartbeat>(), 1U);
}

TEST(Cookie, RefreshWaitsForThreeHundredQuietSeconds) {
  Policy policy;
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  client.wait(seconds(1100));
  client.receive(chat_push("1 0", "1.PNM"));
  client.wait(seconds(299));
  EXPECT_EQ(client.count<RefreshCookie>(), 0U);
  client.wait(seconds(61));  // the next look after the quiet time
  EXPECT_EQ(client.count<RefreshCookie>(), 1U);
}

}  // namespace
}  // namespace fishtank::core
