#include "server_mock/chats.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace fishtank::server_mock {
namespace {

constexpr std::int64_t kNewest = 9'007'199'254'740'991;  // what clients ask for first

std::vector<std::string> texts(const core::HistoryPage& page) {
  std::vector<std::string> found;
  for (const core::HistoryEntry& entry : page.messages) found.push_back(entry.text);
  return found;
}

TEST(Chats, AHistoryForgetsTheOldestWhenItIsFull) {
  Chats chats;
  const core::ConversationId id = chats.open({"1", "2", ""}, 1000);
  for (std::size_t number = 0; number <= Chats::kHistoryLength; ++number) {
    chats.record(id, {"1", "", std::to_string(number)}, 1000);
  }
  const auto page = chats.history(id, kNewest, 1000);
  EXPECT_EQ(page.messages.size(), Chats::kHistoryLength);
  EXPECT_EQ(page.messages.front().text, std::to_string(Chats::kHistoryLength));
  EXPECT_EQ(page.messages.back().text, "1");
}

TEST(Chats, TheOldestConversationsAreForgottenWhenTheyTakeTooMuchRoom) {
  constexpr std::size_t kText = 1024 * 1024;
  constexpr std::size_t kFits = Chats::kMostBytes / kText - 1;
  Chats chats;
  for (std::size_t number = 0; number <= kFits; ++number) {
    core::OutgoingText text{"", "", "1", "", std::string(kText, 'x')};
    text.conversation = core::ConversationId(std::to_string(number) + "@goofish");
    text.peer = core::UserId(std::to_string(number + 2));
    chats.accept(text, 1000);
  }
  EXPECT_TRUE(chats.history("0@goofish", kNewest, 1).messages.empty());
  EXPECT_EQ(chats.history("1@goofish", kNewest, 1).messages.size(), 1U);
  EXPECT_TRUE(chats.conversations("2", kNewest, 10).conversations.empty());
  EXPECT_EQ(chats.conversations("3", kNewest, 10).conversations.size(), 1U);
  EXPECT_NE(chats.open({"1", "2", ""}, 1000), core::ConversationId("0@goofish"));
}

TEST(Chats, AUserHasSoManyConversationsAndThenItsOldestIsForgotten) {
  Chats chats;
  for (std::size_t number = 0; number <= Chats::kMostConversations; ++number) {
    const core::UserId peer(std::to_string(number + 2));
    chats.adopt(core::ConversationId(std::to_string(number) + "@goofish"), {"1", peer, ""}, 1000);
  }
  EXPECT_TRUE(chats.conversations("2", kNewest, 10).conversations.empty());
  EXPECT_EQ(chats.conversations("3", kNewest, 10).conversations.size(), 1U);
}

TEST(Chats, AUuidNamesATextOfItsSenderInItsConversationOnly) {
  Chats chats;
  const core::OutgoingText text{"-1", "5@goofish", "1", "2", "hi"};
  ASSERT_TRUE(chats.accept(text, 1000).is_new);
  EXPECT_FALSE(chats.accept(text, 2000).is_new);
  core::OutgoingText other_sender = text;
  std::swap(other_sender.self, other_sender.peer);
  EXPECT_TRUE(chats.accept(other_sender, 2000).is_new);
  core::OutgoingText other_conversation = text;
  other_conversation.conversation = "6@goofish";
  EXPECT_TRUE(chats.accept(other_conversation, 2000).is_new);
}

TEST(Chats, ATextWithoutAUuidIsNewEachTime) {
  Chats chats;
  const core::OutgoingText text{"", "5@goofish", "1", "2", "hi"};
  EXPECT_TRUE(chats.accept(text, 1000).is_new);
  EXPECT_TRUE(chats.accept(text, 1000).is_new);
}

TEST(Chats, AnAdoptedConversationIsTheOneOfItsPair) {
  Chats chats;
  chats.adopt("77@goofish", {"1", "2", "8"}, 1000);
  EXPECT_EQ(chats.open({"2", "1", ""}, 1000), core::ConversationId("77@goofish"));
}

TEST(Chats, NothingIsListedForStrangers) {
  const Chats chats;
  EXPECT_EQ(chats.conversations("1", kNewest, 20), core::ConversationPage{});
  EXPECT_EQ(chats.history("77@goofish", kNewest, 20), core::HistoryPage{});
}

TEST(Chats, ALimitThatIsNotPositiveGivesAnEmptyPage) {
  Chats chats;
  chats.open({"1", "2", ""}, 1000);
  for (const std::int64_t limit : {std::int64_t{0}, std::int64_t{-1}, INT64_MIN}) {
    EXPECT_TRUE(chats.conversations("1", kNewest, limit).conversations.empty()) << limit;
  }
}

RC_GTEST_PROP(ChatsLaws, PagesTogetherShowEachMessageOnceFromTheNewestToTheOldest, ()) {
  Chats chats;
  const core::ConversationId id = chats.open({"1", "2", ""}, 0);
  const auto count = *rc::gen::inRange(0, 60);
  const auto limit = *rc::gen::inRange(1, 20);
  std::vector<std::string> expected;
  for (int number = 0; number < count; ++number) {
    chats.record(id, {"1", "", std::to_string(number)}, *rc::gen::inRange(0, 50));
    expected.insert(expected.begin(), std::to_string(number));
  }
  std::vector<std::string> seen;
  core::HistoryPage page{true, kNewest, {}};
  while (page.has_more) {
    page = chats.history(id, page.next_cursor, limit);
    for (const std::string& text : texts(page)) seen.push_back(text);
  }
  RC_ASSERT(seen == expected);
}

}  // namespace
}  // namespace fishtank::server_mock
