#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"
#include "trace/digest.hpp"

/// Checks of what becomes of messages.
namespace fishtank::tests {
namespace {

constexpr Duration kNanosecond = nanoseconds(1);
constexpr std::uint64_t kMid = 77;
constexpr std::uint64_t kMessage = 4711;

// ---- pushes_acknowledged ---------------------------------------------------------------------

Story received_push() { return Story().connect().receive(FrameKind::push, kMid); }

TEST(PushesAcknowledged, HoldsForAnAcknowledgementWithinASecondAndIsBrokenAfterIt) {
  const auto acknowledged_after = [](Duration wait) {
    return violations("pushes_acknowledged", received_push().at(wait).send(FrameKind::ack, kMid));
  };
  EXPECT_TRUE(acknowledged_after({}).empty());
  EXPECT_TRUE(acknowledged_after(seconds(1)).empty());
  const auto found = acknowledged_after(seconds(1) + kNanosecond);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at, core::kStart + seconds(1));
}

TEST(PushesAcknowledged, IsBrokenByTheWrongMid) {
  const Story story = received_push().send(FrameKind::ack, kMid + 1);
  EXPECT_EQ(violations("pushes_acknowledged", story, plan_of(), seconds(2)).size(), 1U);
}

TEST(PushesAcknowledged, AsksForNoneOnceTheConnectionHasEnded) {
  const Story story = received_push().tell(RecordKind::closed, 1);
  EXPECT_TRUE(violations("pushes_acknowledged", story, plan_of(), seconds(2)).empty());
}

TEST(PushesAcknowledged, AsksForNoneOfAPushWithoutAMid) {
  const Story story = Story().connect().receive(FrameKind::push, trace::digest(core::Mid()));
  EXPECT_TRUE(violations("pushes_acknowledged", story, plan_of(), seconds(2)).empty());
}

TEST(PushesAcknowledged, AsksForNoneOfAnOldAttemptOrOfAResponse) {
  const Story story =
      Story().connect(2).receive(FrameKind::push, kMid, 1).receive(FrameKind::response, kMid, 2);
  EXPECT_TRUE(violations("pushes_acknowledged", story, plan_of(), seconds(2)).empty());
}

// ---- delivered_once --------------------------------------------------------------------------

Story delivered_again_after(Duration wait) {
  return Story()
      .tell(RecordKind::deliver, 1, kMessage)
      .at(wait)
      .tell(RecordKind::deliver, 2, kMessage);
}

TEST(DeliveredOnce, IsBrokenWithinTheWindowAndHoldsAtItsEnd) {
  EXPECT_EQ(violations("delivered_once", delivered_again_after(seconds(3600) - kNanosecond)).size(),
            1U);
  EXPECT_TRUE(violations("delivered_once", delivered_again_after(seconds(3600))).empty());
}

TEST(DeliveredOnce, ForgetsAMessageAfterAsManyOthersAsAreRemembered) {
  core::Policy policy;
  policy.inbox.dedupe_capacity = 2;
  const auto after_others = [&](int others) {
    Story story;
    story.tell(RecordKind::deliver, 0, kMessage);
    for (int other = 0; other < others; ++other) {
      story.tell(RecordKind::deliver, 0, static_cast<std::uint64_t>(other));
    }
    story.tell(RecordKind::deliver, 0, kMessage);
    return violations("delivered_once", story, plan_of(1, policy)).size();
  };
  EXPECT_EQ(after_others(1), 1U);
  EXPECT_EQ(after_others(2), 0U);
}

TEST(DeliveredOnce, LeavesAloneWhatHasNoIdOfItsOwn) {
  constexpr std::uint8_t kTyping = 2;
  const Story story = Story()
                          .tell(RecordKind::deliver, 1, kMessage, kTyping)
                          .tell(RecordKind::deliver, 2, kMessage, kTyping);
  EXPECT_TRUE(violations("delivered_once", story).empty());
}

TEST(DeliveredOnce, LetsTwoClientsHaveTheSameMessage) {
  const Story story =
      Story().tell(RecordKind::deliver, 1, kMessage).by(1).tell(RecordKind::deliver, 1, kMessage);
  EXPECT_TRUE(violations("delivered_once", story, plan_of(2)).empty());
}

// ---- only_duplicates_discarded ---------------------------------------------------------------

constexpr auto kDuplicate = static_cast<std::uint8_t>(core::Discard::duplicate);

TEST(OnlyDuplicatesDiscarded, IsBrokenByAMessageThatWasNeverThere) {
  // D-10: the same text in the same chat, and another id.
  const Story story = Story()
                          .tell(RecordKind::deliver, 1, kMessage)
                          .at(seconds(9))
                          .tell(RecordKind::discarded, 0, kMessage + 1, kDuplicate);
  const auto found = violations("only_duplicates_discarded", story);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at, core::kStart + seconds(9));
}

TEST(OnlyDuplicatesDiscarded, HoldsForOneThatWasDeliveredOrDiscardedForAnotherReason) {
  const Story delivered = Story()
                              .tell(RecordKind::deliver, 1, kMessage)
                              .tell(RecordKind::discarded, 0, kMessage, kDuplicate);
  EXPECT_TRUE(violations("only_duplicates_discarded", delivered).empty());
  for (const auto why : {core::Discard::expired, core::Discard::cancelled}) {
    const Story story =
        Story()
            .tell(RecordKind::discarded, 0, kMessage, static_cast<std::uint8_t>(why))
            .tell(RecordKind::discarded, 0, kMessage, kDuplicate);
    EXPECT_TRUE(violations("only_duplicates_discarded", story).empty());
  }
}

TEST(OnlyDuplicatesDiscarded, AllowsForAMessageThatWaitsForAHandler) {
  core::Policy one_at_a_time;
  one_at_a_time.inbox.max_handlers = 1;
  core::Policy blocking;
  blocking.inbox.handlers_block = true;
  Story story = Story().tell(RecordKind::deliver, 1, kMessage);
  Story idle = story;
  story.tell(RecordKind::discarded, 0, kMessage + 1, kDuplicate);
  for (const core::Policy& policy : {one_at_a_time, blocking}) {
    EXPECT_TRUE(violations("only_duplicates_discarded", story, plan_of(1, policy)).empty());
  }
  const plan::Plan plan = plan_of(1, one_at_a_time);
  idle.tell(RecordKind::handler_done, 1).tell(RecordKind::discarded, 0, kMessage + 1, kDuplicate);
  EXPECT_EQ(violations("only_duplicates_discarded", idle, plan).size(), 1U);
}

// ---- messages_accounted ----------------------------------------------------------------------

Story acknowledged_message() {
  return Story()
      .at(seconds(1))
      .tell(RecordKind::push_accepted, 0, kMessage)
      .tell(RecordKind::push_acknowledged, 1, kMessage);
}

TEST(MessagesAccounted, IsBrokenByAnAcknowledgedMessageThatDisappears) {
  const auto found = violations("messages_accounted", acknowledged_message());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at, core::kStart + seconds(1));
  EXPECT_EQ(found[0].message,
            "the message that the server accepted at 1s was acknowledged by the client, but "
            "neither delivered nor discarded");
}

TEST(MessagesAccounted, HoldsForWhatIsDeliveredDiscardedOrStillInCustody) {
  EXPECT_TRUE(violations("messages_accounted",
                         acknowledged_message().tell(RecordKind::deliver, 1, kMessage))
                  .empty());
  EXPECT_TRUE(violations("messages_accounted",
                         acknowledged_message().tell(RecordKind::discarded, 0, kMessage))
                  .empty());
  EXPECT_TRUE(violations("messages_accounted", Story().tell(RecordKind::push_accepted, 0, kMessage))
                  .empty());
}

TEST(MessagesAccounted, LetsAMessageWaitForAHandlerWhenAllAreBusy) {
  core::Policy policy;
  policy.inbox.max_handlers = 1;
  Story story = acknowledged_message().tell(RecordKind::deliver, 1, kMessage + 1);
  EXPECT_TRUE(violations("messages_accounted", story, plan_of(1, policy)).empty());
  story.tell(RecordKind::handler_done, 1);
  EXPECT_EQ(violations("messages_accounted", story, plan_of(1, policy)).size(), 1U);
}

}  // namespace
}  // namespace fishtank::tests
