#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"

/// Checks of what the client owes to those who speak to it: an outcome for each chat message of the
/// application, a pong for each ping of the server.
namespace fishtank::tests {
namespace {

using core::ChatResult;

constexpr Duration kNanosecond = nanoseconds(1);

// ---- chats_accounted -------------------------------------------------------------------------

constexpr std::uint64_t kCreate = 11;  // mids
constexpr std::uint64_t kText = 12;

Story done(Story story, ChatResult result, std::uint64_t chat = 1) {
  return story.tell(RecordKind::chat_done, chat, 0, static_cast<std::uint8_t>(result));
}

/// CONNECTED; at 10 s a chat message is to be sent, and goes out.
Story asked() {
  return Story()
      .connect()
      .at(seconds(10))
      .tell(RecordKind::send_chat, 1)
      .send(FrameKind::send_text, kText);
}

core::Policy on_loss(core::OnChatLoss what) {
  core::Policy policy;
  policy.chat.on_loss = what;
  return policy;
}

TEST(ChatsAccounted, HoldsForOneOutcomeAndIsBrokenByASecondOne) {
  const Story once = done(asked(), ChatResult::accepted);
  EXPECT_TRUE(violations("chats_accounted", once, plan_of(), minutes(5)).empty());
  EXPECT_EQ(violations("chats_accounted", done(once, ChatResult::lost)).size(), 1U);
}

TEST(ChatsAccounted, WantsAnOutcomeWithinTwoAnswersTime) {
  // 20 s for the conversation, 20 s for the text.
  const Duration bound = seconds(10) + seconds(40) + milliseconds(500);
  EXPECT_TRUE(violations("chats_accounted", asked(), plan_of(), bound).empty());
  const auto found = violations("chats_accounted", asked(), plan_of(), bound + kNanosecond);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "40.5s in CONNECTED and the application was not told what became of chat message 1; "
            "an answer may take 20s, twice if its conversation has to be created "
            "(chat.answer_timeout, chat.on_loss)");
}

TEST(ChatsAccounted, IsBrokenByAMessageThatIsForgottenAtALoss) {
  // D-13: nobody is told, so half a second later it is known to be forgotten.
  const Story story = asked().at(seconds(11)).lose();
  for (const auto what : {core::OnChatLoss::forget, core::OnChatLoss::report}) {
    const plan::Plan plan = plan_of(1, on_loss(what));
    EXPECT_EQ(violations("chats_accounted", story, plan, seconds(12)).size(), 1U);
  }
}

TEST(ChatsAccounted, LetsAMessageWaitThatWillBeSentAgain) {
  const plan::Plan plan = plan_of(1, on_loss(core::OnChatLoss::resend));
  Story story = asked().at(seconds(11)).lose();
  EXPECT_TRUE(violations("chats_accounted", story, plan, minutes(9)).empty());
  story.at(minutes(5)).change(State::reconnecting, State::connected, Reason::registered);
  const Duration bound = minutes(5) + seconds(40) + milliseconds(500);
  EXPECT_TRUE(violations("chats_accounted", story, plan, bound).empty());
  EXPECT_EQ(violations("chats_accounted", story, plan, bound + kNanosecond).size(), 1U);
}

TEST(ChatsAccounted, LeavesNoneOpenInClosed) {
  const Story story = asked().change(State::connected, State::closed, Reason::stopped);
  EXPECT_EQ(violations("chats_accounted", story).size(), 1U);
  const Story told =
      done(asked(), ChatResult::lost).change(State::connected, State::closed, Reason::stopped);
  EXPECT_TRUE(violations("chats_accounted", told).empty());
}

TEST(ChatsAccounted, IsBrokenByCallingLostWhatTheServerAccepted) {
  // D-5: the answer counted as a heartbeat's and was shown to nobody else.
  Story story = asked().at(seconds(11)).receive(FrameKind::response, kText);
  story.at(seconds(30));
  const auto found = violations("chats_accounted", done(story, ChatResult::timed_out));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(violations("chats_accounted", done(story, ChatResult::accepted)).empty());
}

TEST(ChatsAccounted, GoesByTheAnswerToTheLastRequestOfAMessage) {
  Story story = Story()
                    .connect()
                    .at(seconds(10))
                    .tell(RecordKind::send_chat, 1)
                    .send(FrameKind::create_conversation, kCreate)
                    .receive(FrameKind::response, kCreate)
                    .send(FrameKind::send_text, kText)
                    .at(seconds(30));
  EXPECT_TRUE(violations("chats_accounted", done(story, ChatResult::timed_out)).empty());
  story.receive(FrameKind::response, kText);
  EXPECT_EQ(violations("chats_accounted", done(story, ChatResult::timed_out)).size(), 1U);
}

TEST(ChatsAccounted, DoesNotTakeARefusalOrAnAnswerOfAnOlderConnectionForAcceptance) {
  Story refused = asked().refusal(kText).at(seconds(30));
  EXPECT_TRUE(violations("chats_accounted", done(refused, ChatResult::timed_out)).empty());
  Story late = asked().at(seconds(11)).lose().receive(FrameKind::response, kText);
  EXPECT_TRUE(violations("chats_accounted", done(late, ChatResult::lost)).empty());
}

// ---- app_ping_answered -----------------------------------------------------------------------

Story pinged() { return Story().connect().receive(FrameKind::app_ping); }

TEST(AppPingAnswered, HoldsForAPongAtOnceAndIsBrokenByALaterOne) {
  const auto answered_after = [](Duration wait) {
    return violations("app_ping_answered", pinged().at(wait).send(FrameKind::app_pong));
  };
  EXPECT_TRUE(answered_after({}).empty());
  EXPECT_TRUE(answered_after(milliseconds(500)).empty());
  const auto found = answered_after(milliseconds(500) + kNanosecond);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "{\"type\":\"ping\"} was not answered within 500ms; a pong goes out at once "
            "(inbox.answers_app_ping)");
}

TEST(AppPingAnswered, IsBrokenByAClientThatDoesNotKnowIt) {
  EXPECT_EQ(violations("app_ping_answered", pinged(), plan_of(), seconds(9)).size(), 1U);
}

TEST(AppPingAnswered, AsksForNoneOnceTheConnectionHasEndedOrOfAnOldOne) {
  EXPECT_TRUE(
      violations("app_ping_answered", pinged().tell(RecordKind::closed, 1), plan_of(), seconds(9))
          .empty());
  EXPECT_TRUE(violations("app_ping_answered", Story().connect(2).receive(FrameKind::app_ping, 0, 1),
                         plan_of(), seconds(9))
                  .empty());
}

}  // namespace
}  // namespace fishtank::tests
