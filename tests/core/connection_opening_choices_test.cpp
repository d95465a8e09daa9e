#include <gtest/gtest.h>

#include "tests/helpers/client_driver.hpp"

/// From CONNECTING to CONNECTED where a policy is not that of `xianyu-live`: each field is flipped.
namespace fishtank::core {
namespace {

using testing::chat_push;
using testing::ClientDriver;

// ---- connect.registers -----------------------------------------------------------------------

Policy registers_once() {
  Policy policy;
  policy.connect.registers = Registers::first_connection;
  return policy;
}

TEST(RegistersFirstConnection, LaterOnesAreConnectedAsSoonAsTheTransportIsOpen) {
  ClientDriver client(registers_once());
  client.connect();
  client.lose_and_retry();
  client.opened();
  EXPECT_EQ(client.state(), State::connected);
  EXPECT_EQ(client.last<StateChanged>()->reason, Reason::taken_as_registered);
  client.wait(seconds(10));
  EXPECT_EQ(client.sent<Register>() + client.sent<AckDiff>(), 0U);
}

TEST(RegistersFirstConnection, RegistersUntilItHasBeenConnectedOnce) {
  ClientDriver client(registers_once());
  client.give(Start{});
  client.token();
  client.opened();
  client.lose_and_retry();
  client.opened();
  EXPECT_EQ(client.sent<Register>(), 1U);
  EXPECT_EQ(client.state(), State::connecting);
}

TEST(RegistersFirstConnection, NeedsNoTokenForAConnectionThatIsNotRegistered) {
  Policy policy = registers_once();
  policy.reconnect.keep_token_on_loss = false;
  ClientDriver client(policy);
  client.connect();
  client.lose_and_retry();
  EXPECT_EQ(client.count<OpenTransport>(), 1U);
  EXPECT_EQ(client.count<RequestToken>(), 0U);
}

TEST(RegistersFirstConnection, RegistersAnewInANewLife) {
  ClientDriver client(registers_once());
  client.connect();
  client.give(AccountEnabled{false});
  client.closed(CloseCause::own_close);
  client.give(AccountEnabled{true});
  client.give(Start{});
  client.token();
  client.opened();
  EXPECT_EQ(client.sent<Register>(), 1U);
}

TEST(RegistersFirstConnection, RegistersAnewAfterARestartOfTheInstance) {
  ClientDriver client(registers_once());
  client.connect();
  client.answer(401);
  client.login(ServiceOutcome::failure);
  client.wait(milliseconds(500));
  ASSERT_EQ(client.count<RestartInstance>(), 1U);
  client.give(Start{});
  client.token();
  client.opened();
  EXPECT_EQ(client.sent<Register>(), 1U);
}

// ---- connect.sequence ------------------------------------------------------------------------

Policy awaits_each_answer() {
  Policy policy;
  policy.connect.sequence = RegistrationSequence::awaited;
  return policy;
}

/// Up to the answer to /reg, which the client has not heard yet.
void open_awaited(ClientDriver& client) {
  client.give(Start{});
  client.token();
  client.opened();
  ASSERT_EQ(client.sent<Register>(), 1U);
}

TEST(AwaitedSequence, SendsEachRequestAfterTheAnswerToTheOneBefore) {
  ClientDriver client(awaits_each_answer());
  open_awaited(client);
  client.answer();
  ASSERT_EQ(client.sent<GetState>(), 1U);
  client.answer();
  ASSERT_EQ(client.sent<AckDiff>(), 1U);
  EXPECT_EQ(client.state(), State::connecting);
  client.answer();
  EXPECT_EQ(client.state(), State::connected);
}

TEST(AwaitedSequence, WaitsForNothingButAnswers) {
  ClientDriver client(awaits_each_answer());
  open_awaited(client);
  client.wait(seconds(30) - nanoseconds(1));
  EXPECT_EQ(client.sent<GetState>() + client.sent<AckDiff>(), 0U);
  EXPECT_EQ(client.state(), State::connecting);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.retry_delay(), seconds(10)) << "class network";
}

TEST(AwaitedSequence, AcknowledgesWhatTheServerTold) {
  ClientDriver client(awaits_each_answer());
  open_awaited(client);
  client.answer();
  client.receive(Response{.mid = client.last_mid,
                          .sid = "sid",
                          .body = ResponseBody{SyncState{.pts = 1234, .timestamp_ms = 5}}});
  const auto ack_diff = std::get<AckDiff>(client.last<Send>()->frame);
  EXPECT_EQ(ack_diff.pts, 1234);
  EXPECT_EQ(ack_diff.timestamp_ms, 5);
}

TEST(AwaitedSequence, AnyOtherCodeFailsTheAttempt) {
  for (int answered = 0; answered < 3; ++answered) {
    ClientDriver client(awaits_each_answer());
    open_awaited(client);
    for (int answer = 0; answer < answered; ++answer) client.answer();
    client.answer(500);
    EXPECT_EQ(client.state(), State::reconnecting);
    EXPECT_EQ(client.retry_delay(), seconds(5)) << "class other";
  }
}

TEST(AwaitedSequence, TakesAnyAnswerIfRegistrationNeedsNoConfirmation) {
  Policy policy = awaits_each_answer();
  policy.connect.confirm_registration = false;
  ClientDriver client(policy);
  open_awaited(client);
  for (int answer = 0; answer < 3; ++answer) client.answer(401);
  EXPECT_EQ(client.state(), State::connected);
}

// ---- heartbeat.begins ------------------------------------------------------------------------

TEST(HeartbeatAtOpen, BeginsWithTheTransportAndGoesOnAlthoughRegistrationWasRefused) {
  Policy policy;
  policy.heartbeat.begins = HeartbeatBegins::at_open;
  policy.heartbeat.timeout = kOff;
  policy.connect.confirm_registration = false;
  ClientDriver client(policy);
  client.give(Start{});
  client.token();
  client.opened();
  const Mid registration = client.last_mid;
  client.wait(nanoseconds(0));
  EXPECT_EQ(client.sent<Heartbeat>(), 1U);
  client.receive(Response{.mid = registration, .sid = "sid", .code = 401, .body = {}});
  client.wait(seconds(15) - nanoseconds(1));
  EXPECT_EQ(client.state(), State::connected) << "ackDiff was sent, and that is enough";
  EXPECT_EQ(client.sent<Heartbeat>(), 0U) << "CONNECTED does not begin it anew";
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.sent<Heartbeat>(), 1U);
}

TEST(HeartbeatAtOpen, FailsTheAttemptWhenNobodyAnswers) {
  Policy policy;
  policy.heartbeat.begins = HeartbeatBegins::at_open;
  policy.heartbeat.timeout = seconds(10);
  ClientDriver client(policy);
  client.give(Start{});
  client.token();
  client.opened();
  client.wait(seconds(10) - nanoseconds(1));
  EXPECT_EQ(client.state(), State::connecting);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.last<StateChanged>()->reason, Reason::attempt_failed);
  EXPECT_EQ(client.connection.failures(), 1);
}

TEST(HeartbeatAtOpen, TakesTheAnswerToRegForOneOfItsOwn) {
  Policy policy;
  policy.heartbeat.begins = HeartbeatBegins::at_open;
  policy.heartbeat.timeout = seconds(10);
  policy.connect.ack_diff_delay = seconds(12);
  ClientDriver client(policy);
  client.give(Start{});
  client.token();
  client.opened();
  client.wait(seconds(1));
  client.receive(Response{.mid = "any", .sid = "sid", .body = {}});
  client.wait(seconds(9));
  EXPECT_EQ(client.state(), State::connecting) << "10 s after the beginning, 9 s after an answer";
}

// ---- token -----------------------------------------------------------------------------------

TEST(TokenExpired, CostsTheAttemptIfThePolicyDoesNotRetryIt) {
  Policy policy;
  policy.token.retries_expired = false;
  ClientDriver client(policy);
  client.give(Start{});
  client.token(ServiceOutcome::captcha);
  ASSERT_EQ(client.count<RequestToken>(), 1U) << "a captcha is another matter";
  client.token(ServiceOutcome::token_expired);
  EXPECT_EQ(client.count<RequestToken>(), 0U);
  EXPECT_EQ(client.retry_delay(), seconds(5)) << "class other";
}

/// A client that asks for no token within 300 s of a message, and throws its token away.
Policy hushed() {
  Policy policy;
  policy.token.quiet_time = seconds(300);
  policy.reconnect.keep_token_on_loss = false;
  return policy;
}

TEST(TokenQuietTime, AttemptsSoSoonAfterAMessageFailWithoutAskingAnybody) {
  ClientDriver client(hushed());
  client.connect();
  client.receive(chat_push("1 0", "1.PNM"));
  client.closed(CloseCause::reset);
  client.wait(seconds(3) + milliseconds(1));
  EXPECT_EQ(client.count<RequestToken>(), 0U);
  EXPECT_EQ(client.connection.failures(), 2);
  EXPECT_EQ(client.retry_delay(), seconds(10)) << "class other, second failure";
  client.wait(minutes(1));
  EXPECT_EQ(client.state(), State::failed) << "it has burnt its failures";
}

TEST(TokenQuietTime, SaysWhyThereIsNoToken) {
  ClientDriver client(hushed());
  client.connect();
  client.receive(chat_push("1 0", "1.PNM"));
  client.closed(CloseCause::reset);
  client.wait(seconds(3));
  EXPECT_EQ(client.state(), State::connecting);
  client.wait(milliseconds(1));
  for (const Effect& effect : client.effects) {
    const auto* note = std::get_if<Note>(&effect);
    if (note == nullptr) continue;
    ASSERT_EQ(note->kind, NoteKind::token_withheld);
    EXPECT_EQ(Duration(note->number), seconds(3) + milliseconds(1));
    return;
  }
  ADD_FAILURE() << "no note";
}

TEST(TokenQuietTime, IsOverAfterItsTime) {
  Policy policy = hushed();
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  client.receive(chat_push("1 0", "1.PNM"));
  client.wait(seconds(297));
  client.closed(CloseCause::reset);
  client.wait(seconds(3));
  EXPECT_EQ(client.count<RequestToken>(), 1U);
}

TEST(TokenQuietTime, RefusesARefreshTooAndTriesLater) {
  Policy policy = hushed();
  policy.reconnect.keep_token_on_loss = true;
  policy.heartbeat.timeout = kOff;
  policy.token.refresh_interval = minutes(20);
  policy.token.refresh_retry = minutes(10);
  ClientDriver client(policy);
  client.connect();
  client.wait(minutes(18));
  client.receive(chat_push("1 0", "1.PNM"));
  client.wait(minutes(2));
  EXPECT_EQ(client.state(), State::connected);
  EXPECT_EQ(client.last<Note>()->kind, NoteKind::token_withheld);
  client.wait(minutes(10));
  EXPECT_EQ(client.count<RequestToken>(), 1U);
  client.lose_and_retry();
  EXPECT_EQ(client.count<OpenTransport>(), 0U) << "the token is too old";
}

TEST(TokenQuietTime, IsForgottenInANewLife) {
  ClientDriver client(hushed());
  client.connect();
  client.receive(chat_push("1 0", "1.PNM"));
  client.give(HandlerDone{HandlerId{1}});
  client.give(AccountEnabled{false});
  client.closed(CloseCause::own_close);
  client.give(AccountEnabled{true});
  client.give(Start{});
  EXPECT_EQ(client.count<RequestToken>(), 1U);
}

}  // namespace
}  // namespace fishtank::core
