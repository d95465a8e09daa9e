#include <gtest/gtest.h>

#include "tests/helpers/client_driver.hpp"

/// While the transport is open, where a policy is not that of `xianyu-live`: each field is flipped.
namespace fishtank::core {
namespace {

using testing::chat_push;
using testing::chat_to;
using testing::ClientDriver;

// ---- heartbeat -------------------------------------------------------------------------------

TEST(HeartbeatOff, NothingIsSentAndNothingMissed) {
  Policy policy;
  policy.heartbeat.interval = kOff;
  ClientDriver client(policy);
  client.connect();
  client.wait(minutes(10));
  EXPECT_EQ(client.sent<Heartbeat>(), 0U);
  EXPECT_EQ(client.state(), State::connected);
}

TEST(HeartbeatAfterInterval, TheFirstIsDueAnIntervalAfterConnected) {
  Policy policy;
  policy.heartbeat.first = FirstHeartbeat::after_interval;
  ClientDriver client(policy);
  client.connect();
  EXPECT_EQ(client.sent<Heartbeat>(), 0U);
  client.wait(seconds(15));
  EXPECT_EQ(client.sent<Heartbeat>(), 1U);
}

TEST(HeartbeatLeftOpen, SilenceEndsTheHeartbeatAndNothingElse) {
  Policy policy;
  policy.heartbeat.on_silence = OnGiveUp::leave_open;
  ClientDriver client(policy);
  client.connect();
  client.wait(seconds(30));
  EXPECT_EQ(client.last<Note>()->kind, NoteKind::heartbeat_abandoned);
  client.wait(minutes(10));
  EXPECT_EQ(client.state(), State::connected);
  EXPECT_EQ(client.sent<Heartbeat>() + client.count<CloseTransport>(), 0U);
}

TEST(HeartbeatSwallowsAnswers, AChatWhoseAnswerCountedAsAHeartbeatsTimesOut) {
  for (const bool swallows : {false, true}) {
    Policy policy;
    policy.heartbeat.swallows_answers = swallows;
    ClientDriver client(policy);
    client.connect();
    client.give(chat_to("c@goofish"));
    client.answer();
    EXPECT_EQ(client.count<ChatDone>(), swallows ? 0U : 1U);
    client.wait(seconds(20));
    const auto done = client.last<ChatDone>();
    EXPECT_EQ(done.has_value(), swallows);
    EXPECT_TRUE(!done || done->result == ChatResult::timed_out);
  }
}

TEST(HeartbeatSwallowsAnswers, LeavesAChatItsAnswerIfOnlyItsOwnMidsCount) {
  Policy policy;
  policy.heartbeat.swallows_answers = true;
  policy.heartbeat.answer_match = AnswerMatch::mid;
  ClientDriver client(policy);
  client.connect();
  client.give(chat_to("c@goofish"));
  client.answer();
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::accepted);
}

}  // namespace
}  // namespace fishtank::core
