#include <gtest/gtest.h>

#include "tests/server_mock/bench.hpp"

/// Every request of protocol.md 3 and its answer.
namespace fishtank::server_mock::test {
namespace {

using core::Response;

std::int64_t wall_ms(const Bench& bench) {
  return Options{}.wall_at_start.ms +
         core::duration_cast<milliseconds>(bench.now - core::kStart).count();
}

TEST(Requests, HeartbeatIsAnsweredWithCode200TheSameMidAndNoBody) {
  Bench bench;
  const Effects effects = bench.heartbeat(bench.accept());
  const auto responses = frames<Response>(effects);
  ASSERT_EQ(responses.size(), 1U);
  EXPECT_EQ(responses[0].code, 200);
  EXPECT_EQ(responses[0].mid, core::Mid("3 0"));
  EXPECT_FALSE(responses[0].body);
}

TEST(Requests, EveryRequestIsAnsweredOnceWithItsMidAndTheSidOfTheSession) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  const core::Sid sid = frames<Response>(bench.heartbeat(session))[0].sid;
  const core::Mid mid = "5321760000015000 0";
  const std::vector<core::Frame> requests{
      core::Heartbeat{mid},
      core::Register{mid, bench.token(kSeller), device_of(kSeller)},
      core::GetState{mid},
      core::AckDiff{mid, 0, 0},
      core::CreateConversation{mid, core::NewConversation{kBuyer, kSeller, ""}},
      core::SendText{mid, core::OutgoingText{"-1", "5@goofish", kBuyer, kSeller, "hi"}},
      core::ListConversations{mid, INT64_MAX, 20},
      core::ListMessages{mid, "5@goofish", INT64_MAX, 20},
      core::OtherRequest{mid, "/r/MessageManager/recallMessage"}};
  for (const core::Frame& request : requests) {
    const auto responses = frames<Response>(bench.receive(session, request));
    ASSERT_EQ(responses.size(), 1U) << request.index();
    EXPECT_EQ(responses[0].mid, mid) << request.index();
    EXPECT_EQ(responses[0].sid, sid) << request.index();
    EXPECT_EQ(responses[0].code, 200) << request.index();
  }
}

TEST(Requests, WhatHasNoLwpIsNeverAnswered) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  EXPECT_TRUE(bench.receive(session, core::Ack{"3 0", {}, false}).empty());
  EXPECT_TRUE(bench.receive(session, core::AppPong{}).empty());
  EXPECT_TRUE(bench.receive(session, core::Response{"3 0", {}, 200, {}}).empty());
}

TEST(Requests, TheSidIs44HexDigitsAndDiffersBetweenConnections) {
  Bench bench;
  const core::Sid first = frames<Response>(bench.heartbeat(bench.accept()))[0].sid;
  const core::Sid second = frames<Response>(bench.heartbeat(bench.accept()))[0].sid;
  EXPECT_EQ(first.size(), 44U);
  EXPECT_EQ(first.view().find_first_not_of("0123456789abcdef"), std::string_view::npos);
  EXPECT_NE(first, second);
}

TEST(Requests, GetStateReportsTheServersTimeInMicrosecondsAsPts) {
  Bench bench;
  const auto state = body_of<core::SyncState>(bench.receive(bench.accept(), core::GetState{"4 0"}));
  EXPECT_EQ(state.timestamp_ms, wall_ms(bench));
  EXPECT_EQ(state.pts, wall_ms(bench) * 1000);
}

TEST(Requests, CreateGivesTheSameConversationForAPairWhicheverWayRound) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  const auto create = [&](std::string_view peer, std::string_view self) {
    return body_of<core::ConversationCreated>(
               bench.receive(
                   session,
                   core::CreateConversation{"4 0", core::NewConversation{peer, self, "8"}}))
        .conversation;
  };
  const core::ConversationId first = create(kBuyer, kSeller);
  EXPECT_TRUE(first.view().ends_with("@goofish"));
  EXPECT_EQ(create(kBuyer, kSeller), first);
  EXPECT_EQ(create(kSeller, kBuyer), first);
  EXPECT_NE(create(kOther, kSeller), first);
}

TEST(Requests, ASentTextIsAcceptedUnderAFreshIdAndStandsInTheHistory) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  core::SendText send{"4 0", core::OutgoingText{"-1", "5@goofish", kBuyer, kSeller, "你好"}};
  const Effects effects = bench.receive(session, send);
  const auto accepted = body_of<core::TextAccepted>(effects);
  EXPECT_TRUE(accepted.message.view().ends_with(".PNM"));
  EXPECT_EQ(accepted.created_ms, wall_ms(bench));
  EXPECT_EQ(all<ChatAccepted>(effects), (std::vector{ChatAccepted{session, accepted.message}}));
  send.content = core::OutgoingText{"-2", "5@goofish", kBuyer, kSeller, "你好"};
  EXPECT_NE(body_of<core::TextAccepted>(bench.receive(session, send)).message, accepted.message);

  const auto history = body_of<core::HistoryPage>(
      bench.receive(session, core::ListMessages{"5 0", "5@goofish", INT64_MAX, 20}));
  const core::HistoryEntry own{kSeller, std::string(kSeller), "你好"};
  EXPECT_EQ(history.messages, (std::vector{own, own}));
}

TEST(Requests, ATextThatIsSentAgainUnderItsUuidIsNoSecondMessage) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  const core::SendText send{"4 0", core::OutgoingText{"-1", "5@goofish", kBuyer, kSeller, "你好"}};
  const auto first = body_of<core::TextAccepted>(bench.receive(session, send));
  bench.now += core::seconds(5);
  const Effects effects = bench.receive(session, send);
  EXPECT_EQ(body_of<core::TextAccepted>(effects), first) << "as it was answered the first time";
  EXPECT_TRUE(all<ChatAccepted>(effects).empty());

  const auto history = body_of<core::HistoryPage>(
      bench.receive(session, core::ListMessages{"5 0", "5@goofish", INT64_MAX, 20}));
  EXPECT_EQ(history.messages.size(), 1U);
}

TEST(Requests, APushedChatMakesAConversationThatTheUserCanList) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.push(kSeller);
  const auto page = body_of<core::ConversationPage>(
      bench.receive(session, core::ListConversations{"4 0", 9007199254740991, 20}));
  ASSERT_EQ(page.conversations.size(), 1U);
  EXPECT_EQ(page.conversations[0].peer, core::UserId(kBuyer));
  EXPECT_EQ(page.conversations[0].self, core::UserId(kSeller));
  EXPECT_EQ(page.conversations[0].item, "800000000001");
  EXPECT_FALSE(page.has_more);
  EXPECT_EQ(page.next_cursor, 0);

  const auto history = body_of<core::HistoryPage>(bench.receive(
      session, core::ListMessages{"5 0", page.conversations[0].conversation, INT64_MAX, 20}));
  EXPECT_EQ(history.messages, (std::vector{core::HistoryEntry{kBuyer, "买家甲", "在吗"}}));
}

TEST(Requests, AFrameOfASessionThatIsOverIsIgnored) {
  Bench bench;
  const SessionId session = bench.accept();
  bench.handle(Gone{session});
  EXPECT_TRUE(bench.heartbeat(session).empty());
  EXPECT_TRUE(bench.heartbeat(SessionId{999}).empty());
  EXPECT_TRUE(bench.handle(Gone{session}).empty());
}

TEST(Requests, ASessionIdThatIsUsedAgainIsANewSession) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  const core::Sid old = frames<Response>(bench.heartbeat(session))[0].sid;
  bench.handle(Gone{session});
  bench.handle(Accepted{session, {}});
  EXPECT_NE(frames<Response>(bench.heartbeat(session))[0].sid, old);
  EXPECT_TRUE(frames<core::Push>(bench.push(kSeller)).empty());
}

TEST(Requests, ASessionIdThatAnotherUserHasNowGetsNothingOfTheFormerOne) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.handle(Gone{session});
  bench.handle(Accepted{session, kOther});
  bench.register_user(session, kOther);
  bench.ack_diff(session);
  EXPECT_TRUE(frames<core::Push>(bench.push(kSeller)).empty());
}

}  // namespace
}  // namespace fishtank::server_mock::test
