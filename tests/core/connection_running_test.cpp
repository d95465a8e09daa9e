#include <gtest/gtest.h>

#include "tests/helpers/client_driver.hpp"

/// While the transport is open: heartbeats, keepalive, messages, cookies (behaviour.md,
/// "Heartbeat", "Messages in", "Token and cookie").
namespace fishtank::core {
namespace {

using testing::chat_push;
using testing::ClientDriver;

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

TEST(Heartbeat, GoesWithItsConnection) {
  ClientDriver client;
  client.connect();
  client.closed(CloseCause::reset);
  client.wait(seconds(32));  // 3 s of delay, then the next attempt, which nobody answers
  EXPECT_EQ(client.sent<Heartbeat>(), 0U);
  EXPECT_EQ(client.state(), State::connecting) << "the old silence means nothing any more";
}

TEST(Heartbeat, AnAuthenticationErrorFailsTheConnection) {
  ClientDriver client;
  client.connect();
  client.answer(401);
  EXPECT_EQ(client.state(), State::failed);
  EXPECT_EQ(client.count<PasswordLogin>(), 1U);
}

TEST(Heartbeat, ATokenThatAnAuthenticationErrorRefusedIsNotRefreshed) {
  Policy policy;
  policy.token.refresh_interval = minutes(1);
  ClientDriver client(policy);
  client.connect();
  client.answer(401);
  client.wait(minutes(2));  // the login takes its time
  EXPECT_EQ(client.state(), State::failed);
  EXPECT_EQ(client.count<RequestToken>(), 0U);
}

// ---- keepalive -------------------------------------------------------------------------------

/// A policy with WebSocket Pings every 20 s and nothing else that could end the connection.
Policy with_keepalive() {
  Policy policy;
  policy.keepalive.interval = seconds(20);
  policy.heartbeat.timeout = kOff;
  return policy;
}

TEST(Keepalive, IsOffUnlessThePolicyWantsIt) {
  Policy policy;
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  client.wait(minutes(5));
  EXPECT_EQ(client.count<SendPing>(), 0U);
}

TEST(Keepalive, PingsAnIntervalAfterTheTransportOpened) {
  ClientDriver client(with_keepalive());
  client.connect();  // open at 0 s, CONNECTED at 1 s
  client.wait(seconds(19) - nanoseconds(1));
  EXPECT_EQ(client.count<SendPing>(), 0U);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.count<SendPing>(), 1U);
}

TEST(Keepalive, PingsAnIntervalAfterEachPongThatComesInTime) {
  ClientDriver client(with_keepalive());
  client.connect();
  client.wait(seconds(19));
  for (int pong = 0; pong < 3; ++pong) {
    client.wait(seconds(20) - nanoseconds(1));  // a Pong at the last moment
    client.give(PongReceived{client.attempt});
    client.wait(seconds(20) - nanoseconds(1));
    EXPECT_EQ(client.count<SendPing>(), 0U);
    client.wait(nanoseconds(1));
    EXPECT_EQ(client.count<SendPing>(), 1U);
  }
  EXPECT_EQ(client.state(), State::connected);
}

TEST(Keepalive, ClosesWith1011WhenNoPongComesForTwentySeconds) {
  ClientDriver client(with_keepalive());
  client.connect();
  client.wait(seconds(19));
  client.wait(seconds(20) - nanoseconds(1));
  EXPECT_EQ(client.state(), State::connected);
  client.wait(nanoseconds(1));
  ASSERT_EQ(client.count<CloseTransport>(), 1U);
  EXPECT_EQ(client.last<CloseTransport>()->code, 1011);
  EXPECT_EQ(client.last<StateChanged>()->reason, Reason::keepalive_timeout);
  EXPECT_EQ(client.retry_delay(), seconds(10)) << "class network";
}

TEST(Keepalive, TakesNothingButAPongForAPong) {
  ClientDriver client(with_keepalive());
  client.connect();
  for (int second = 1; second < 40; ++second) {
    EXPECT_EQ(client.state(), State::connected);
    client.answer();
    client.wait(seconds(1));
  }
  EXPECT_EQ(client.state(), State::reconnecting);
}

TEST(Keepalive, EndsWithTheTransport) {
  ClientDriver client(with_keepalive());
  client.connect();
  client.wait(seconds(10));
  client.closed(CloseCause::reset);
  client.wait(minutes(1));  // the Ping would be due after 9 s
  EXPECT_EQ(client.count<SendPing>(), 0U);
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

TEST(Messages, OfAPushWithoutAMidAreDeliveredAndNothingIsAcknowledged) {
  ClientDriver client;
  client.connect();
  client.receive(chat_push("", "1.PNM"));
  EXPECT_EQ(client.count<Deliver>(), 1U);
  EXPECT_EQ(client.sent<Ack>(), 0U);
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

TEST(Messages, AreNotTakenFromATransportThatIsBeingClosed) {
  ClientDriver client;
  client.connect();
  client.wait(seconds(30));  // nobody answers
  client.receive(chat_push("1 0", "1.PNM"));
  EXPECT_TRUE(client.effects.empty()) << "unacknowledged, so that it comes again";
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

TEST(Messages, APingOfTheApplicationIsAnsweredAtOnceUnlessThePolicyIgnoresIt) {
  for (const bool answers : {true, false}) {
    Policy policy;
    policy.inbox.answers_app_ping = answers;
    ClientDriver client(policy);
    client.connect();
    client.receive(AppPing{});
    EXPECT_EQ(client.sent<AppPong>(), answers ? 1U : 0U);
  }
}

TEST(Messages, AKickIsAcknowledgedAndItsTokenShownNoMore) {
  ClientDriver client;
  client.connect();
  client.receive(Kick{.mid = "1 0", .sid = "sid"});
  EXPECT_EQ(client.sent<Ack>(), 1U);
  EXPECT_EQ(client.last<StateChanged>()->reason, Reason::kicked);
  EXPECT_EQ(client.retry_delay(), seconds(5)) << "class other";
  client.closed(CloseCause::own_close);
  client.wait(seconds(5));
  EXPECT_EQ(client.count<RequestToken>(), 1U);
  EXPECT_EQ(client.count<OpenTransport>(), 0U) << "not before there is a new token";
}

TEST(Messages, AKickIsAcknowledgedAndNothingElseIfThePolicyIgnoresIt) {
  Policy policy;
  policy.reconnect.on_kick = OnKick::ignore;
  ClientDriver client(policy);
  client.connect();
  client.receive(Kick{.mid = "1 0", .sid = "sid"});
  EXPECT_EQ(client.sent<Ack>(), 1U);
  EXPECT_EQ(client.state(), State::connected);
}

// ---- cookies ---------------------------------------------------------------------------------

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

TEST(Cookie, RefreshPausesTheHeartbeatOfTheNextConnectionToo) {
  Policy policy;
  policy.heartbeat.timeout = kOff;
  ClientDriver client(policy);
  client.connect();
  client.wait(seconds(1200));
  const auto refresh = client.last<RefreshCookie>();
  client.lose_and_retry();
  client.connect();
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
