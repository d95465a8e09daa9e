#include <gtest/gtest.h>

#include "tests/server_mock/bench.hpp"

/// What goes out and is nobody's message, and pushes that go out broken or twice.
namespace fishtank::server_mock::test {
namespace {

using core::AppPing;
using core::Push;

constexpr FaultId kFirst{1};
constexpr FaultId kSecond{2};

// ---- duplicates ------------------------------------------------------------------------------

TEST(DuplicatePush, SendsEachPushSoOftenWithAMidOfItsOwnEach) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, DuplicatePush{3, {}});
  const Effects effects = bench.push(kSeller);
  const auto pushes = frames<Push>(effects);
  ASSERT_EQ(pushes.size(), 3U);
  EXPECT_EQ(pushes[0].items, pushes[2].items);
  EXPECT_NE(pushes[0].mid, pushes[1].mid);
  EXPECT_NE(pushes[1].mid, pushes[2].mid);
  EXPECT_FALSE(all<PushSent>(effects)[0].redelivery);
  EXPECT_TRUE(all<PushSent>(effects)[1].redelivery);
  EXPECT_EQ(touching(effects), (std::vector{kFirst, kFirst})) << "the first is as it should be";
  EXPECT_EQ(all<PushAcknowledged>(bench.acknowledge(session, pushes[1].mid)).size(), 1U)
      << "an acknowledgement of any of them counts";
  EXPECT_EQ(bench.server.pending_pushes(kSeller), 0U);
}

TEST(DuplicatePush, KeepsItsTimeBetweenTheCopiesEvenIfTheyWereAcknowledgedMeanwhile) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, DuplicatePush{3, seconds(2)});
  const auto first = frames<Push>(bench.push(kSeller));
  ASSERT_EQ(first.size(), 1U);
  bench.acknowledge(session, first[0].mid);
  EXPECT_TRUE(frames<Push>(bench.wait(milliseconds(1'999))).empty());
  const auto second = frames<Push>(bench.wait(milliseconds(1)));
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].items, first[0].items);
  EXPECT_EQ(frames<Push>(bench.wait(seconds(2))).size(), 1U);
  EXPECT_TRUE(frames<Push>(bench.wait(seconds(10))).empty());
  EXPECT_EQ(bench.server.pending_pushes(kSeller), 0U);
}

TEST(DuplicatePush, SendsNoCopyAfterItsEndNorInAnotherConnection) {
  for (const bool reconnects : {true, false}) {
    Bench bench;
    const SessionId session = bench.ready(kSeller);
    bench.begin(kFirst, DuplicatePush{2, seconds(2)});
    const auto first = frames<Push>(bench.push(kSeller));
    bench.acknowledge(session, first.at(0).mid);
    if (reconnects) {
      bench.handle(Gone{session});
      bench.ready(kSeller);
    } else {
      bench.end(kFirst, DuplicatePush{2, seconds(2)});
    }
    EXPECT_TRUE(frames<Push>(bench.wait(seconds(10))).empty());
  }
}

TEST(DuplicatePush, WithMostCopiesCountsAndASilentServerSendsNone) {
  Bench bench;
  bench.ready(kSeller);
  bench.begin(kFirst, DuplicatePush{4, {}});
  bench.begin(kSecond, DuplicatePush{2, {}});
  const Effects effects = bench.push(kSeller);
  EXPECT_EQ(frames<Push>(effects).size(), 4U);
  EXPECT_EQ(touching(effects), (std::vector{kFirst, kFirst, kFirst}));
  bench.begin(kSecond, DataSilence{});
  EXPECT_TRUE(frames<Push>(bench.push(kSeller)).empty());
  EXPECT_EQ(frames<Push>(bench.end(kSecond, DataSilence{})).size(), 4U);
}

// ---- broken pushes ---------------------------------------------------------------------------

TEST(MalformedPush, GoesOutInsteadAndTheMessageIsSentAsItIsAfterwards) {
  for (const auto how : {Malformation::bad_base64, Malformation::bad_msgpack,
                         Malformation::unknown_shape, Malformation::missing_package}) {
    Bench bench;
    const SessionId session = bench.ready(kSeller);
    bench.begin(kFirst, MalformedPush{how});
    const Effects broken = bench.push(kSeller);
    ASSERT_EQ(frames<Push>(broken).size(), 1U);
    EXPECT_TRUE(all<PushSent>(broken).empty()) << "the message itself has not gone out";
    EXPECT_EQ(touching(broken), std::vector{kFirst});
    EXPECT_TRUE(
        all<PushAcknowledged>(bench.acknowledge(session, frames<Push>(broken)[0].mid)).empty())
        << "whoever acknowledges the broken one has not got the message";
    const Effects healed = bench.end(kFirst, MalformedPush{how});
    ASSERT_EQ(frames<Push>(healed).size(), 1U);
    EXPECT_EQ(std::get<core::ChatMessage>(frames<Push>(healed)[0].items->at(0)).text, "在吗");
    EXPECT_FALSE(all<PushSent>(healed)[0].redelivery);
  }
}

TEST(MalformedPush, HasABrokenItemForEachOfTheMessages) {
  Bench bench;
  bench.ready(kSeller);
  bench.begin(kFirst, MalformedPush{Malformation::bad_base64});
  const Effects effects = bench.command(SubmitPush{kSeller, {chat("one"), chat("two")}});
  const auto pushes = frames<Push>(effects);
  ASSERT_EQ(pushes.size(), 1U);
  ASSERT_EQ(pushes[0].items->size(), 2U);
  EXPECT_TRUE(std::holds_alternative<core::Undecodable>(pushes[0].items->at(1)));
}

TEST(MalformedPush, WithoutHeadersHasNoMidAndStillCarriesTheMessage) {
  Bench bench;
  bench.ready(kSeller);
  bench.begin(kFirst, MalformedPush{Malformation::missing_headers});
  const auto pushes = frames<Push>(bench.push(kSeller));
  ASSERT_EQ(pushes.size(), 1U);
  EXPECT_TRUE(pushes[0].mid.empty());
  EXPECT_TRUE(pushes[0].sid.empty());
  EXPECT_TRUE(std::holds_alternative<core::ChatMessage>(pushes[0].items->at(0)));
  EXPECT_EQ(bench.server.pending_pushes(kSeller), 1U);
}

TEST(MalformedPush, ThatIsNoJsonIsNoFrameAtAll) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, MalformedPush{Malformation::not_json});
  const Effects effects = bench.push(kSeller);
  EXPECT_TRUE(frames<Push>(effects).empty());
  ASSERT_EQ(all<SendGarbage>(effects).size(), 1U);
  EXPECT_EQ(all<SendGarbage>(effects)[0].session, session);
  EXPECT_EQ(bench.server.pending_pushes(kSeller), 1U);
}

TEST(MalformedPush, IsSentOnceHoweverManyCopiesAreWanted) {
  for (const bool copies_first : {true, false}) {
    Bench bench;
    bench.ready(kSeller);
    if (copies_first) bench.begin(kSecond, DuplicatePush{3, {}});
    bench.begin(kFirst, MalformedPush{Malformation::bad_base64});
    if (!copies_first) bench.begin(kSecond, DuplicatePush{3, {}});
    const Effects effects = bench.push(kSeller);
    EXPECT_EQ(frames<Push>(effects).size(), 1U);
    EXPECT_EQ(touching(effects), std::vector{kFirst});
  }
}

// ---- floods ----------------------------------------------------------------------------------

TEST(Flood, SendsSoManyASecondWithoutDrift) {
  Bench bench;
  bench.ready(kSeller);
  bench.begin(kFirst, Flood{Flood::Of::notice, 3});
  EXPECT_EQ(bench.server.next_deadline(), bench.now) << "the first goes at once";
  // Thirds of a second are no whole nanoseconds; after ten seconds it is 30 and the next all the
  // same.
  EXPECT_EQ(frames<Push>(bench.wait(seconds(10))).size(), 31U);
  bench.end(kFirst, Flood{Flood::Of::notice, 3});
  EXPECT_TRUE(bench.wait(seconds(10)).empty());
  EXPECT_TRUE(bench.server.behaves());
}

TEST(Flood, IsNobodysMessageAndIsDroppedWhenThereIsNoRoom) {
  Bench bench;
  bench.ready(kSeller);
  bench.begin(kFirst, Flood{Flood::Of::typing, 1});
  const Effects effects = bench.wait(seconds(1));
  ASSERT_FALSE(all<SendFrame>(effects).empty());
  EXPECT_TRUE(all<SendFrame>(effects)[0].if_room);
  EXPECT_TRUE(all<PushAccepted>(effects).empty());
  EXPECT_TRUE(all<PushSent>(effects).empty());
  EXPECT_EQ(bench.server.pending_pushes(kSeller), 0U);
}

TEST(Flood, IsOfTheKindItIsTold) {
  Bench bench;
  bench.ready(kSeller);
  bench.begin(kFirst, Flood{Flood::Of::unknown_push, 1});
  EXPECT_FALSE(frames<core::OtherPush>(bench.wait(milliseconds(1))).empty());
  bench.end(kFirst, Flood{Flood::Of::unknown_push, 1});
  bench.begin(kSecond, Flood{Flood::Of::garbage, 1});
  EXPECT_EQ(all<SendGarbage>(bench.wait(milliseconds(1))).size(), 1U);
}

TEST(Flood, ReachesOnlySessionsOfItsUserThatAreReady) {
  Bench bench;
  const SessionId other = bench.ready(kOther);
  bench.begin(kFirst, Flood{Flood::Of::notice, 1}, kSeller);
  const SessionId own = bench.registered(kSeller);
  EXPECT_TRUE(frames<Push>(bench.wait(seconds(2))).empty()) << "nobody of his is ready";
  bench.ack_diff(own);
  const auto sent = all<SendFrame>(bench.wait(seconds(1)));
  ASSERT_FALSE(sent.empty());
  for (const SendFrame& frame : sent) EXPECT_NE(frame.session, other);
}

TEST(Flood, WaitsForNobodyWhileTheServerIsSilent) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, Flood{Flood::Of::notice, 1});
  bench.begin(kSecond, DataSilence{});
  const Effects silent = bench.wait(milliseconds(1));
  EXPECT_EQ(silent, (Effects{Withheld{session, kSecond, core::FrameKind::push}}));
  EXPECT_TRUE(frames<Push>(bench.end(kSecond, DataSilence{})).empty());
}

// ---- Pings -----------------------------------------------------------------------------------

TEST(PongSilence, LeavesPingsUnansweredAndNothingElse) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  const SessionId other = bench.ready(kOther);
  bench.begin(kFirst, PongSilence{}, kSeller);
  EXPECT_EQ(bench.server.leaves_unanswered(Traffic::pong, session), kFirst);
  EXPECT_EQ(bench.server.leaves_unanswered(Traffic::close_answer, session), std::nullopt);
  EXPECT_EQ(bench.server.leaves_unanswered(Traffic::pong, other), std::nullopt);
  EXPECT_EQ(frames<core::Response>(bench.heartbeat(session)).size(), 1U);
  EXPECT_EQ(frames<Push>(bench.push(kSeller)).size(), 1U);
  bench.end(kFirst, PongSilence{}, kSeller);
  EXPECT_EQ(bench.server.leaves_unanswered(Traffic::pong, session), std::nullopt);
}

TEST(Mute, LeavesPingsAndCloseFramesUnanswered) {
  Bench bench;
  const SessionId session = bench.accept(kSeller);
  bench.begin(kFirst, Mute{});
  EXPECT_EQ(bench.server.leaves_unanswered(Traffic::pong, session), kFirst);
  EXPECT_EQ(bench.server.leaves_unanswered(Traffic::close_answer, session), kFirst);
}

TEST(AppPings, ComeAtTheirIntervalToEachSessionOnItsOwn) {
  Options options;
  options.app_ping_interval = seconds(10);
  Bench bench(options);
  bench.accept(kSeller);
  bench.wait(seconds(4));
  const SessionId later = bench.accept(kOther);
  const Effects first = bench.wait(milliseconds(5'999));
  EXPECT_TRUE(frames<AppPing>(first).empty());
  EXPECT_EQ(frames<AppPing>(bench.wait(milliseconds(1))).size(), 1U);
  const Effects second = bench.wait(seconds(4));
  ASSERT_EQ(all<SendFrame>(second).size(), 1U);
  EXPECT_EQ(all<SendFrame>(second)[0].session, later);
  EXPECT_EQ(frames<AppPing>(bench.wait(seconds(60))).size(), 12U);
}

TEST(AppPings, EndWithTheirConnection) {
  Options options;
  options.app_ping_interval = seconds(10);
  Bench bench(options);
  const SessionId session = bench.accept(kSeller);
  bench.handle(Gone{session});
  EXPECT_TRUE(bench.wait(seconds(60)).empty());
  EXPECT_EQ(bench.server.next_deadline(), core::kNever);
}

TEST(AppPings, OfAMuteServerAreWithheldAndGoOnAfterwards) {
  Options options;
  options.app_ping_interval = seconds(10);
  Bench bench(options);
  bench.ready(kSeller);
  bench.begin(kFirst, Mute{});
  EXPECT_EQ(touching(bench.wait(seconds(15))), std::vector{kFirst});
  bench.end(kFirst, Mute{});
  EXPECT_EQ(frames<AppPing>(bench.wait(seconds(10))).size(), 1U);
}

}  // namespace
}  // namespace fishtank::server_mock::test
