#include <gtest/gtest.h>

#include <utility>
#include <vector>

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

// ---- acknowledging ---------------------------------------------------------------------------

/// The acknowledgements of a push on each path, then of a kick that is ignored.
std::vector<std::size_t> acks(const Policy& policy) {
  std::vector<std::size_t> counts;
  ClientDriver client(policy);
  client.connect();
  for (const PushPath path : {PushPath::sync, PushPath::vulcan}) {
    Push push = chat_push("1 0", "1.PNM");
    push.path = path;
    client.receive(push);
    counts.push_back(client.sent<Ack>());
  }
  client.receive(Kick{.mid = "2 0", .sid = "sid"});
  counts.push_back(client.sent<Ack>());
  return counts;
}

TEST(Acknowledges, WhatThePolicySaysAndAsOften) {
  Policy policy;
  policy.reconnect.on_kick = OnKick::ignore;
  EXPECT_EQ(acks(policy), (std::vector<std::size_t>{1, 1, 1}));
  policy.inbox.acknowledges = Acknowledges::sync_only;
  EXPECT_EQ(acks(policy), (std::vector<std::size_t>{1, 0, 0}));
  policy.inbox.acks_each = 2;
  EXPECT_EQ(acks(policy), (std::vector<std::size_t>{2, 0, 0}));
  policy.inbox.acknowledges = Acknowledges::nothing;
  EXPECT_EQ(acks(policy), (std::vector<std::size_t>{0, 0, 0}));
}

// ---- what is delivered -----------------------------------------------------------------------

TEST(PackageItems, TheFirstIsHandledAndNobodySeesTheRest) {
  Policy policy;
  policy.inbox.package_items = PackageItems::first;
  ClientDriver client(policy);
  client.connect();
  Push push = chat_push("1 0", "1.PNM");
  push.items = std::vector<PushItem>{ReadReceipt{}, (*push.items)[0]};
  client.receive(push);
  EXPECT_EQ(client.sent<Ack>(), 1U);
  EXPECT_EQ(client.count<Deliver>() + client.count<Discarded>(), 1U);
  EXPECT_TRUE(std::holds_alternative<ReadReceipt>(client.last<Deliver>()->message));
}

TEST(DedupeByChatAndText, TakesTheSameTextInTheSameChatForSeenWhateverItsId) {
  for (const DedupeBy by : {DedupeBy::message_id, DedupeBy::chat_and_text}) {
    Policy policy;
    policy.inbox.dedupe_by = by;
    ClientDriver client(policy);
    client.connect();
    client.receive(chat_push("1 0", "1.PNM"));
    client.receive(chat_push("2 0", "2.PNM"));
    EXPECT_EQ(client.count<Deliver>(), by == DedupeBy::message_id ? 1U : 0U);
    EXPECT_EQ(client.count<Discarded>(), by == DedupeBy::message_id ? 0U : 1U);
  }
}

TEST(DedupeByChatAndText, TellsChatsAndTextsApart) {
  Policy policy;
  policy.inbox.dedupe_by = DedupeBy::chat_and_text;
  ClientDriver client(policy);
  client.connect();
  auto chat = std::get<ChatMessage>(chat_push("1 0", "1.PNM").items->front());
  for (const auto& [conversation, text] :
       {std::pair{"1@goofish", "a"}, {"1@goofish", "b"}, {"2@goofish", "a"}}) {
    chat.conversation = conversation;
    chat.text = text;
    client.receive(Push{.mid = "1 0", .sid = "sid", .items = std::vector<PushItem>{chat}});
    EXPECT_EQ(client.count<Deliver>(), 1U);
  }
}

TEST(DedupeOff, DeliversEachMessageAsOftenAsItComes) {
  Policy policy;
  policy.inbox.dedupe_window = kOff;
  ClientDriver client(policy);
  client.connect();
  for (int time = 0; time < 2; ++time) {
    client.receive(chat_push("1 0", "1.PNM"));
    EXPECT_EQ(client.count<Deliver>(), 1U);
  }
}

TEST(ExpiryOff, NoMessageIsTooOld) {
  Policy policy;
  policy.inbox.expiry = kOff;
  ClientDriver client(policy);
  client.connect();
  client.receive(chat_push("1 0", "1.PNM", 0));
  EXPECT_EQ(client.count<Deliver>(), 1U);
}

// ---- handlers that block ---------------------------------------------------------------------

/// A client that handles a message and does nothing else meanwhile.
ClientDriver blocked_client() {
  Policy policy;
  policy.inbox.handlers_block = true;
  ClientDriver client(policy);
  client.connect();
  client.receive(chat_push("1 0", "1.PNM"));
  EXPECT_EQ(client.count<Deliver>(), 1U);
  return client;
}

TEST(HandlersBlock, NothingIsSentOrNoticedWhileOneRuns) {
  ClientDriver client = blocked_client();
  EXPECT_EQ(client.connection.next_deadline(), kNever);
  for (const Input& input :
       std::initializer_list<Input>{Received{client.attempt, AppPing{}}, chat_to("c@goofish"),
                                    Closed{.attempt = client.attempt}, Stop{}}) {
    client.give(input);
    EXPECT_TRUE(client.effects.empty()) << "input " << input.index();
  }
  client.wait(minutes(5));
  EXPECT_EQ(client.state(), State::connected);
}

TEST(HandlersBlock, WhatCameMeanwhileIsHandledInOrderOnceItIsDone) {
  ClientDriver client = blocked_client();
  client.receive(AppPing{});
  client.receive(Kick{.mid = "2 0", .sid = "sid"});
  client.give(Stop{});
  client.give(HandlerDone{HandlerId{1}});
  ASSERT_GE(client.effects.size(), 3U);
  EXPECT_TRUE(std::holds_alternative<AppPong>(std::get<Send>(client.effects[0]).frame));
  EXPECT_TRUE(std::holds_alternative<Ack>(std::get<Send>(client.effects[1]).frame));
  EXPECT_EQ(client.last<StateChanged>()->reason, Reason::kicked);
  client.closed(CloseCause::own_close);
  EXPECT_EQ(client.state(), State::closed) << "the stop was the last";
}

TEST(HandlersBlock, AnAnswerThatWaitedIsReadBeforeTheSilenceIsMeasured) {
  ClientDriver client = blocked_client();
  client.wait(seconds(40));
  client.receive(Response{.mid = "any", .sid = "sid", .body = {}});
  client.give(HandlerDone{HandlerId{1}});
  client.wait(nanoseconds(0));
  EXPECT_EQ(client.state(), State::connected);
  EXPECT_EQ(client.sent<Heartbeat>(), 1U) << "it was due long ago";
}

TEST(HandlersBlock, ASilenceThatHasGrownMeanwhileIsNoticedThen) {
  ClientDriver client = blocked_client();
  client.wait(seconds(40));
  client.give(HandlerDone{HandlerId{1}});
  client.wait(nanoseconds(0));
  EXPECT_EQ(client.last<StateChanged>()->reason, Reason::heartbeat_timeout);
}

TEST(HandlersBlock, TheCalendarGoesOnAsItDoes) {
  ClientDriver client = blocked_client();
  client.receive(chat_push("2 0", "2.PNM"));
  client.give(ClockSet{WallTime{1'760'000'600'000}});  // ten minutes ahead
  client.give(HandlerDone{HandlerId{1}});
  EXPECT_EQ(client.last<Discarded>()->why, Discard::expired);
}

TEST(HandlersBlock, MessagesAreHandledOneAfterTheOther) {
  ClientDriver client = blocked_client();
  Push push = chat_push("2 0", "2.PNM");
  push.items = std::vector<PushItem>{(*push.items)[0], ReadReceipt{}};
  client.receive(push);
  client.receive(chat_push("3 0", "3.PNM"));
  for (std::uint32_t handler = 1; handler <= 3; ++handler) {
    client.give(HandlerDone{HandlerId{handler}});
    EXPECT_EQ(client.count<Deliver>(), 1U);
    EXPECT_EQ(client.connection.next_deadline(), kNever);
  }
  client.give(HandlerDone{HandlerId{4}});
  EXPECT_EQ(client.count<Deliver>(), 0U);
  EXPECT_NE(client.connection.next_deadline(), kNever);
}

// ---- chats and losses ------------------------------------------------------------------------

TEST(ChatsReported, AreRefusedWithoutAConnectionAndLostWithIt) {
  Policy policy;
  policy.chat.on_loss = OnChatLoss::report;
  ClientDriver client(policy);
  client.connect();
  client.give(chat_to("c@goofish"));
  client.closed(CloseCause::reset);
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::lost);
  client.give(chat_to("c@goofish"));
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::not_connected);
  client.wait(seconds(3));
  client.connect();
  EXPECT_EQ(client.sent<SendText>(), 0U);
}

TEST(ChatsForgotten, NobodyHearsOfAnyMore) {
  Policy policy;
  policy.chat.on_loss = OnChatLoss::forget;
  ClientDriver client(policy);
  client.connect();
  client.give(chat_to("c@goofish"));
  client.closed(CloseCause::reset);
  EXPECT_EQ(client.count<ChatDone>(), 0U);
  client.give(chat_to("c@goofish"));
  EXPECT_EQ(client.count<ChatDone>(), 0U);
  client.wait(seconds(3));
  client.connect();
  EXPECT_EQ(client.sent<SendText>(), 0U);
  client.wait(minutes(1));
  EXPECT_EQ(client.count<ChatDone>(), 0U);
}

}  // namespace
}  // namespace fishtank::core
