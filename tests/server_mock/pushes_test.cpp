#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "tests/server_mock/bench.hpp"

/// Custody of messages by example; custody_law_test.cpp has the laws.
namespace fishtank::server_mock::test {
namespace {

using core::Push;

TEST(Pushes, AreSentToAReadySessionWithAFreshMidEach) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  const Effects effects = bench.push(kSeller);
  const auto pushes = frames<Push>(effects);
  ASSERT_EQ(pushes.size(), 1U);
  EXPECT_TRUE(std::regex_match(std::string(pushes[0].mid.view()), std::regex("[0-9a-f]{8} 0")));
  EXPECT_EQ(pushes[0].path, core::PushPath::sync);
  EXPECT_EQ(all<SendFrame>(effects)[0].session, session);
  EXPECT_FALSE(all<PushSent>(effects).at(0).redelivery);
  EXPECT_NE(frames<Push>(bench.push(kSeller)).at(0).mid, pushes[0].mid);
}

TEST(Pushes, MidsDoNotRepeat) {
  std::set<core::Mid> mids;
  for (std::uint32_t number = 0; number < 100'000; ++number)
    mids.insert(make_mid(core::Seed{7}, number));
  EXPECT_EQ(mids.size(), 100'000U);
}

TEST(Pushes, WhatAChatMessageLeavesEmptyIsFilledIn) {
  Bench bench;
  bench.ready(kSeller);
  const auto pushes = frames<Push>(bench.push(kSeller, "在吗"));
  const auto message = std::get<core::ChatMessage>(pushes.at(0).items->at(0));
  EXPECT_TRUE(message.id.view().ends_with(".PNM"));
  EXPECT_TRUE(message.conversation.view().ends_with("@goofish"));
  EXPECT_EQ(message.created_ms, Options{}.wall_at_start.ms + 1000);
}

TEST(Pushes, WhatAChatMessageSaysIsLeftAsItIs) {
  Bench bench;
  bench.ready(kSeller);
  core::ChatMessage message = chat("在吗");
  message.id = "1.PNM";
  message.conversation = "77@goofish";
  message.created_ms = 1;
  const Effects effects = bench.command(SubmitPush{kSeller, {message}});
  EXPECT_EQ(*frames<Push>(effects).at(0).items, (std::vector<core::PushItem>{message}));
}

TEST(Pushes, ItemsSubmittedTogetherTravelInOnePackage) {
  Bench bench;
  bench.ready(kSeller);
  const Effects effects = bench.command(
      SubmitPush{kSeller, {core::ReadReceipt{"1.PNM", "5@goofish", 1}, chat("在吗")}});
  ASSERT_EQ(frames<Push>(effects).size(), 1U);
  EXPECT_EQ(frames<Push>(effects)[0].items->size(), 2U);
}

TEST(Pushes, TypingTakesThePathOfItsOwn) {
  Bench bench;
  bench.ready(kSeller);
  const Effects effects = bench.command(SubmitPush{kSeller, {core::Typing{"5@goofish"}}});
  EXPECT_EQ(frames<Push>(effects).at(0).path, core::PushPath::para);
}

TEST(Pushes, TypingAndReceiptsAreOfTheConversationWithWhomTheyComeFrom) {
  Bench bench;
  bench.ready(kSeller);
  const auto first = [&](core::PushItem item) {
    const Effects effects =
        bench.command(SubmitPush{kSeller, {std::move(item)}, kBuyer, "800000000001"});
    return frames<Push>(effects).at(0).items->at(0);
  };
  const auto typing = std::get<core::Typing>(first(core::Typing{}));
  EXPECT_TRUE(typing.conversation.view().ends_with("@goofish"));
  EXPECT_NE(typing.conversation, core::ConversationId(std::string(kBuyer) + "@goofish"));
  const auto receipt = std::get<core::ReadReceipt>(first(core::ReadReceipt{"1.PNM", {}, 1}));
  EXPECT_EQ(receipt.conversation, typing.conversation);
  EXPECT_EQ(std::get<core::ChatMessage>(first(chat("在吗"))).conversation, typing.conversation);
}

TEST(Pushes, WaitUntilTheUserIsReady) {
  Bench bench;
  EXPECT_TRUE(frames<Push>(bench.push(kSeller)).empty());
  const SessionId session = bench.registered(kSeller);
  EXPECT_TRUE(frames<Push>(bench.push(kSeller)).empty());
  const Effects effects = bench.ack_diff(session);
  EXPECT_EQ(frames<Push>(effects).size(), 2U);
  EXPECT_TRUE(std::holds_alternative<core::Response>(all<SendFrame>(effects)[0].frame))
      << "the answer to ackDiff comes first";
}

TEST(Pushes, GoToNobodyElse) {
  Bench bench;
  bench.ready(kOther);
  EXPECT_TRUE(frames<Push>(bench.push(kSeller)).empty());
}

TEST(Pushes, AnAcknowledgementByMidEndsCustodyOnce) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  const core::Mid mid = frames<Push>(bench.push(kSeller)).at(0).mid;
  EXPECT_TRUE(bench.acknowledge(session, "ffffffff 0").empty());
  EXPECT_EQ(bench.server.pending_pushes(kSeller), 1U);
  EXPECT_EQ(all<PushAcknowledged>(bench.acknowledge(session, mid)).size(), 1U);
  EXPECT_EQ(bench.server.pending_pushes(kSeller), 0U);
  EXPECT_TRUE(bench.acknowledge(session, mid).empty()) << "clients acknowledge twice";
}

TEST(Pushes, SomebodyElsesAcknowledgementDoesNotCount) {
  Bench bench;
  bench.ready(kSeller);
  const SessionId other = bench.ready(kOther);
  const core::Mid mid = frames<Push>(bench.push(kSeller)).at(0).mid;
  EXPECT_TRUE(bench.acknowledge(other, mid).empty());
  EXPECT_TRUE(bench.acknowledge(bench.accept(), mid).empty());
  EXPECT_EQ(bench.server.pending_pushes(kSeller), 1U);
}

TEST(Pushes, UnacknowledgedOnesAreSentAgainInTheNextConnection) {
  Bench bench;
  const SessionId first = bench.ready(kSeller);
  const core::Mid old = frames<Push>(bench.push(kSeller)).at(0).mid;
  bench.handle(Gone{first});
  const SessionId second = bench.registered(kSeller);
  const Effects effects = bench.ack_diff(second);
  ASSERT_EQ(all<PushSent>(effects).size(), 1U);
  EXPECT_TRUE(all<PushSent>(effects)[0].redelivery);
  EXPECT_NE(frames<Push>(effects).at(0).mid, old);
  EXPECT_EQ(all<PushAcknowledged>(bench.acknowledge(second, old)).size(), 1U)
      << "an acknowledgement of an earlier sending counts";
}

TEST(Pushes, ARepeatedAckDiffSendsNothingAgain) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.push(kSeller);
  EXPECT_TRUE(frames<Push>(bench.ack_diff(session)).empty());
}

TEST(Pushes, GoToTheNewestReadySession) {
  Bench bench;
  const SessionId first = bench.registered(kSeller);
  const SessionId second = bench.ready(kSeller);
  bench.ack_diff(first);
  EXPECT_EQ(all<PushSent>(bench.push(kSeller)).at(0).session, first) << "it became ready last";
  const Effects effects = bench.handle(Gone{first});
  EXPECT_EQ(all<PushSent>(effects).at(0).session, second) << "what was under way is sent again";
}

TEST(Pushes, AreSentAgainInALiveSessionWhenTheRedeliveryTimeoutIsSet) {
  Bench bench({.redelivery_timeout = seconds(5)});
  const SessionId session = bench.ready(kSeller);
  bench.push(kSeller);
  EXPECT_TRUE(frames<Push>(bench.wait(milliseconds(4999))).empty());
  EXPECT_EQ(frames<Push>(bench.wait(milliseconds(1))).size(), 1U);
  const Effects third = bench.wait(seconds(5));
  ASSERT_EQ(frames<Push>(third).size(), 1U);
  bench.acknowledge(session, frames<Push>(third)[0].mid);
  EXPECT_TRUE(bench.wait(seconds(60)).empty());
}

TEST(Pushes, OnlyTheLastSendingCountsForTheRedeliveryTimeout) {
  Bench bench({.redelivery_timeout = seconds(5)});
  bench.ready(kSeller);
  bench.push(kSeller);
  bench.wait(seconds(1));
  const SessionId second = bench.ready(kSeller);
  bench.wait(seconds(1));
  bench.handle(Gone{second});  // at 2 s the first session gets it again
  EXPECT_TRUE(frames<Push>(bench.wait(milliseconds(4999))).empty());
  EXPECT_EQ(frames<Push>(bench.wait(milliseconds(1))).size(), 1U);
}

TEST(Pushes, ARedeliveryThatASilencePreventedIsMadeUpFor) {
  Bench bench({.redelivery_timeout = seconds(5)});
  bench.ready(kSeller);
  bench.push(kSeller);
  bench.begin(FaultId{1}, DataSilence{});
  EXPECT_TRUE(frames<Push>(bench.wait(seconds(30))).empty());
  EXPECT_EQ(frames<Push>(bench.end(FaultId{1}, DataSilence{})).size(), 1U);
}

TEST(Pushes, AClientThatDoesNotAcknowledgeIsDisconnectedIfThatIsEnforced) {
  Bench bench({.enforces_acks = true, .ack_timeout = seconds(30)});
  const SessionId session = bench.ready(kSeller);
  const core::Mid first = frames<Push>(bench.push(kSeller)).at(0).mid;
  bench.acknowledge(session, first);
  EXPECT_TRUE(bench.wait(seconds(30)).empty());
  bench.push(kSeller);
  const Effects effects = bench.wait(seconds(30));
  EXPECT_EQ(all<CloseSession>(effects),
            (std::vector{CloseSession{session, kNoFault, 1008, "no acknowledgement"}}));
  EXPECT_EQ(bench.server.pending_pushes(kSeller), 1U) << "the message is kept";
}

TEST(Pushes, StopWhenTheTokenOfTheSessionExpiresWhileHeartbeatsAreStillAnswered) {
  Bench bench({.token_lifetime = seconds(100)});
  const SessionId session = bench.ready(kSeller);
  bench.wait(seconds(100));
  EXPECT_EQ(all<Withheld>(bench.push(kSeller)),
            (std::vector{Withheld{session, kNoFault, core::FrameKind::push}}));
  EXPECT_EQ(frames<core::Response>(bench.heartbeat(session)).size(), 1U);
  EXPECT_EQ(frames<Push>(bench.register_user(session, kSeller)).size(), 1U)
      << "a new token mends it";
}

}  // namespace
}  // namespace fishtank::server_mock::test
