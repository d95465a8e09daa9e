#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "tests/helpers/client_driver.hpp"

/// What the application wants said: sent, answered, kept over a loss.
namespace fishtank::core {
namespace {

using testing::chat_to;
using testing::ClientDriver;

TEST(Chats, AreRefusedBeforeTheStartAndAfterTheStop) {
  ClientDriver client;
  client.give(chat_to("c@goofish"));
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::not_connected);
  client.connect();
  client.give(Stop{});
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

/// The texts that were sent since the last give() or wait(), in order.
std::vector<SendText> texts_sent(const ClientDriver& client) {
  std::vector<SendText> texts;
  for (const Effect& effect : client.effects) {
    const auto* send = std::get_if<Send>(&effect);
    if (send == nullptr) continue;
    if (const auto* text = std::get_if<SendText>(&send->frame)) texts.push_back(*text);
  }
  return texts;
}

TEST(Chats, WaitForTheConnectionAndGoOutInOrderOnceItIsThere) {
  ClientDriver client;
  client.give(Start{});
  const CallId call = client.last<RequestToken>()->call;
  for (const std::string_view text : {"first", "second"}) {
    SendChat chat = chat_to("c@goofish");
    chat.text = text;
    client.give(chat);
    EXPECT_EQ(client.count<ChatDone>(), 0U);
  }
  client.give(TokenResult{.call = call, .token = "token"});
  client.connect();
  const auto texts = texts_sent(client);
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0].content->text, "first");
  EXPECT_EQ(texts[1].content->text, "second");
  EXPECT_NE(texts[0].content->uuid, texts[1].content->uuid)
      << "the server would take the second for the first again";
}

TEST(Chats, AreSentAgainUnderTheSameUuidAfterALoss) {
  ClientDriver client;
  client.connect();
  client.give(chat_to("c@goofish"));
  const auto first = texts_sent(client);
  ASSERT_EQ(first.size(), 1U);
  client.lose_and_retry();
  EXPECT_EQ(client.count<ChatDone>(), 0U);
  client.connect();
  const auto again = texts_sent(client);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].content, first[0].content);
  EXPECT_NE(again[0].mid, first[0].mid);
  client.receive(Response{.mid = again[0].mid, .sid = "sid", .body = {}});
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::accepted);
}

TEST(Chats, HaveTwentySecondsForAnAnswerFromEachSending) {
  ClientDriver client;
  client.connect();
  client.give(chat_to("c@goofish"));
  client.wait(seconds(19));
  client.lose_and_retry();
  client.connect();
  client.wait(seconds(20) - nanoseconds(1));
  EXPECT_EQ(client.count<ChatDone>(), 0U);
  client.wait(nanoseconds(1));
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::timed_out);
}

TEST(Chats, WaitWithoutALimitOfTimeForAConnection) {
  ClientDriver client;
  client.connect();
  client.closed(CloseCause::reset);
  client.give(chat_to("c@goofish"));
  client.wait(minutes(1));
  EXPECT_EQ(client.count<ChatDone>(), 0U);
  client.give(Stop{});
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::lost);
}

TEST(Chats, AHundredWaitAtMost) {
  ClientDriver client;
  client.give(Start{});
  for (int chat = 0; chat < 100; ++chat) client.give(chat_to("c@goofish"));
  EXPECT_EQ(client.count<ChatDone>(), 0U);
  client.give(chat_to("c@goofish"));
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::not_connected);
}

TEST(Chats, ANewLifeKnowsNothingOfThem) {
  ClientDriver client;
  client.connect();
  client.give(chat_to("c@goofish"));
  client.receive(Response{.mid = "of a heartbeat", .sid = "sid", .code = 401, .body = {}});
  client.login(ServiceOutcome::failure);
  EXPECT_EQ(client.count<ChatDone>(), 0U);
  client.wait(milliseconds(500));
  EXPECT_EQ(client.last<ChatDone>()->result, ChatResult::lost);
}

}  // namespace
}  // namespace fishtank::core
