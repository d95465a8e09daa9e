#include <gtest/gtest.h>

#include "tests/helpers/client_driver.hpp"

/// The whole machine, row by row of behaviour.md: starting and stopping here, the rest in
/// connection_opening_test.cpp, connection_running_test.cpp and connection_recovering_test.cpp.
/// Whole runs are in scenarios/; here is what a scenario cannot show: single inputs, in odd orders.
namespace fishtank::core {
namespace {

using testing::chat_push;
using testing::chat_to;
using testing::ClientDriver;

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

TEST(Stopping, EndsTheChatsThatWaitForAnAnswer) {
  ClientDriver client;
  client.connect();
  client.give(chat_to("c@goofish"));
  client.give(Stop{});
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::lost);
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

TEST(Stopping, IsNotDisturbedByAnyOtherTimer) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.wait(seconds(28));  // the attempt has 2 s left
  client.give(Stop{});
  EXPECT_EQ(client.connection.next_deadline(), client.now + seconds(5));
  client.wait(seconds(4));
  EXPECT_EQ(client.state(), State::connecting);
  EXPECT_EQ(client.connection.failures(), 0);
}

TEST(Stopping, DuringRegistrationNeverReachesConnected) {
  ClientDriver client;
  client.give(Start{});
  client.token();
  client.opened();
  client.answer();
  client.takes_frames = false;
  client.wait(seconds(1));
  const SendId ack_diff = client.last<Send>()->send;
  client.give(Stop{});
  client.give(Sent{client.attempt, ack_diff});
  EXPECT_EQ(client.state(), State::connecting);
  client.closed(CloseCause::own_close);
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

}  // namespace
}  // namespace fishtank::core
