#include <gtest/gtest.h>

#include "tests/server_mock/bench.hpp"

/// What the server can be made to do wrong, and that it stops when it is told to.
namespace fishtank::server_mock::test {
namespace {

using core::Kick;
using core::Push;
using core::Response;

constexpr FaultId kFirst{1};
constexpr FaultId kSecond{2};

bool answers_heartbeat(Bench& bench, SessionId session) {
  return !frames<Response>(bench.heartbeat(session)).empty();
}

bool answers_requests(Bench& bench, SessionId session) {
  return !frames<Response>(bench.receive(session, core::GetState{"9 0"})).empty();
}

TEST(Behaviours, PingSilenceSwallowsHeartbeatsAndNothingElse) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, PingSilence{});
  EXPECT_EQ(bench.heartbeat(session),
            (Effects{Withheld{session, kFirst, core::FrameKind::response}}));
  EXPECT_TRUE(answers_requests(bench, session));
  EXPECT_EQ(frames<Push>(bench.push(kSeller)).size(), 1U);
  bench.end(kFirst, PingSilence{});
  EXPECT_TRUE(answers_heartbeat(bench, session));
}

TEST(Behaviours, DataSilenceHoldsPushesAndNothingElse) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, DataSilence{});
  const Effects silent = bench.push(kSeller, "one");
  EXPECT_EQ(all<PushAccepted>(silent).size(), 1U);
  EXPECT_EQ(all<Withheld>(silent), (std::vector{Withheld{session, kFirst, core::FrameKind::push}}));
  EXPECT_EQ(all<Withheld>(bench.push(kSeller, "two")).size(), 1U) << "each is withheld once";
  EXPECT_TRUE(answers_heartbeat(bench, session));
  EXPECT_TRUE(answers_requests(bench, session));
  const Effects healed = bench.end(kFirst, DataSilence{});
  ASSERT_EQ(frames<Push>(healed).size(), 2U);
  EXPECT_EQ(std::get<core::ChatMessage>(frames<Push>(healed)[0].items->at(0)).text, "one");
  EXPECT_FALSE(all<PushSent>(healed)[0].redelivery) << "they had never been sent";
}

TEST(Behaviours, AMuteServerSendsNothingAtAllButHearsEverything) {
  Bench bench;
  const SessionId session = bench.accept(kSeller);
  bench.begin(kFirst, Mute{});
  EXPECT_TRUE(frames<Response>(bench.register_user(session, kSeller)).empty());
  EXPECT_TRUE(frames<Response>(bench.ack_diff(session)).empty());
  EXPECT_FALSE(answers_heartbeat(bench, session));
  EXPECT_TRUE(all<SendFrame>(bench.push(kSeller)).empty());
  EXPECT_TRUE(all<SendFrame>(bench.command(PingSessions{})).empty());
  EXPECT_EQ(frames<Push>(bench.end(kFirst, Mute{})).size(), 1U) << "it heard /reg and ackDiff";
  EXPECT_TRUE(answers_heartbeat(bench, session));
}

TEST(Behaviours, HeartbeatErrorAnswersHeartbeatsWithItsCode) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, HeartbeatError{503});
  const Effects effects = bench.heartbeat(session);
  EXPECT_EQ(frames<Response>(effects).at(0).code, 503);
  EXPECT_EQ(frames<Response>(effects).at(0).mid, core::Mid("3 0"));
  EXPECT_EQ(touching(effects), (std::vector{kFirst}));
  EXPECT_EQ(frames<Response>(bench.receive(session, core::GetState{"9 0"})).at(0).code, 200);
}

TEST(Behaviours, RejectRegistrationRefusesWithItsCodeAndReasonAndLeavesTheConnectionOpen) {
  Bench bench;
  bench.begin(kFirst, RejectRegistration{429, "connect limit"});
  const SessionId session = bench.accept();
  const Effects effects = bench.register_user(session, kSeller);
  EXPECT_EQ(all<RegistrationRefused>(effects),
            (std::vector{RegistrationRefused{session, kFirst, 429, "connect limit"}}));
  EXPECT_EQ(frames<Response>(effects).at(0).code, 429);
  EXPECT_EQ(body_of<core::Refusal>(effects).reason, "connect limit");
  EXPECT_TRUE(all<CloseSession>(effects).empty());
  bench.ack_diff(session);
  EXPECT_TRUE(frames<Push>(bench.push(kSeller)).empty()) << "a refused client gets nothing";
  bench.end(kFirst, RejectRegistration{429, "connect limit"});
  EXPECT_EQ(frames<Push>(bench.register_user(session, kSeller)).size(), 1U);
}

TEST(Behaviours, ARefusalIsARefusalEvenWhenAMuteServerCannotSaySo) {
  for (const bool mute_first : {true, false}) {
    Bench bench;
    if (mute_first) bench.begin(kFirst, Mute{});
    bench.begin(kSecond, RejectRegistration{});
    if (!mute_first) bench.begin(kFirst, Mute{});
    const Effects effects = bench.register_user(bench.accept(), kSeller);
    EXPECT_EQ(all<RegistrationRefused>(effects).at(0).fault, kSecond);
    EXPECT_EQ(all<Withheld>(effects).at(0).fault, kFirst);
  }
}

TEST(Behaviours, SlowRepliesComeLaterAndInOrder) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, SlowReplies{seconds(3)});
  EXPECT_TRUE(bench.receive(session, core::GetState{"10 0"}).empty());
  EXPECT_EQ(bench.server.next_deadline(), bench.now + seconds(3));
  bench.wait(seconds(1));
  bench.receive(session, core::GetState{"11 0"});
  bench.end(kFirst, SlowReplies{seconds(3)});
  EXPECT_TRUE(bench.receive(session, core::GetState{"12 0"}).empty())
      << "an answer does not overtake those that wait";

  const Effects effects = bench.wait(seconds(10));
  const auto responses = frames<Response>(effects);
  ASSERT_EQ(responses.size(), 3U);
  EXPECT_EQ(responses[0].mid, core::Mid("10 0"));
  EXPECT_EQ(responses[1].mid, core::Mid("11 0"));
  EXPECT_EQ(responses[2].mid, core::Mid("12 0"));
  EXPECT_EQ(touching(effects), (std::vector{kFirst, kFirst}));
  EXPECT_EQ(bench.server.next_deadline(), core::kNever);
  EXPECT_TRUE(answers_requests(bench, session)) << "at once again";
}

TEST(Behaviours, SlowRepliesThatAreDueTogetherKeepTheirOrder) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, SlowReplies{seconds(3)});
  std::vector<core::Mid> asked;
  for (int number = 0; number < 20; ++number) {
    asked.emplace_back(std::to_string(number) + " 0");
    bench.receive(session, core::GetState{asked.back()});
  }
  std::vector<core::Mid> answered;
  for (const Response& response : frames<Response>(bench.wait(seconds(3)))) {
    answered.push_back(response.mid);
  }
  EXPECT_EQ(answered, asked);
}

TEST(Behaviours, AnAnswerThatIsOverdueIsNotOvertaken) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, SlowReplies{seconds(3)});
  bench.heartbeat(session);
  bench.end(kFirst, SlowReplies{seconds(3)});
  bench.now += seconds(5);  // a host that lets data go before timers
  EXPECT_TRUE(bench.receive(session, core::GetState{"10 0"}).empty());
  const auto responses = frames<Response>(bench.wait(milliseconds(1)));
  ASSERT_EQ(responses.size(), 2U);
  EXPECT_EQ(responses[0].mid, core::Mid("3 0"));
}

TEST(Behaviours, ASlowReplyOfASessionThatIsOverIsForgotten) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, SlowReplies{seconds(3)});
  bench.heartbeat(session);
  bench.handle(Gone{session});
  bench.handle(Accepted{session, {}});
  EXPECT_TRUE(bench.wait(seconds(5)).empty());
}

TEST(Behaviours, ASlowReplyIsLostWhenTheServerHasGoneMuteMeanwhile) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, SlowReplies{seconds(3)});
  bench.heartbeat(session);
  bench.begin(kSecond, Mute{});
  const Effects effects = bench.wait(seconds(3));
  EXPECT_TRUE(all<SendFrame>(effects).empty());
  EXPECT_EQ(touching(effects), (std::vector{kSecond}));
}

TEST(Behaviours, OfSeveralSlownessesTheGreatestCounts) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, SlowReplies{seconds(3)});
  bench.begin(kSecond, SlowReplies{seconds(1)});
  bench.heartbeat(session);
  EXPECT_TRUE(bench.wait(milliseconds(2999)).empty());
  EXPECT_EQ(touching(bench.wait(milliseconds(1))), (std::vector{kFirst}));
}

TEST(Behaviours, OverlapAndEndingOneRestoresTheRest) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, PingSilence{});
  bench.begin(kSecond, PingSilence{});
  bench.begin(kSecond, PingSilence{});
  bench.end(kSecond, PingSilence{});
  bench.end(kFirst, PingSilence{});
  EXPECT_EQ(touching(bench.heartbeat(session)), (std::vector{kSecond}));
  bench.end(kSecond, PingSilence{});
  EXPECT_TRUE(answers_heartbeat(bench, session));
}

TEST(Behaviours, TheStrongerOfTwoShowsAndTheOtherIsStillThereAfterwards) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.begin(kFirst, PingSilence{});
  bench.begin(kSecond, HeartbeatError{500});
  EXPECT_EQ(touching(bench.heartbeat(session)), (std::vector{kFirst}));
  bench.end(kFirst, PingSilence{});
  EXPECT_EQ(frames<Response>(bench.heartbeat(session)).at(0).code, 500);
}

TEST(Behaviours, ConcernOnlyTheUserTheyAreFor) {
  Bench bench;
  const SessionId seller = bench.ready(kSeller);
  const SessionId other = bench.ready(kOther);
  const SessionId nobody = bench.accept();
  bench.begin(kFirst, Mute{}, kSeller);
  EXPECT_FALSE(answers_heartbeat(bench, seller));
  EXPECT_TRUE(answers_heartbeat(bench, other));
  EXPECT_TRUE(answers_heartbeat(bench, nobody));
  EXPECT_TRUE(frames<Push>(bench.push(kSeller)).empty());
  EXPECT_EQ(frames<Push>(bench.push(kOther)).size(), 1U);
  EXPECT_EQ(frames<Push>(bench.end(kFirst, Mute{}, kSeller)).size(), 1U);
}

TEST(Behaviours, TheNewestCountsWhetherItIsForAllOrForOne) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  const auto code = [&] { return frames<Response>(bench.heartbeat(session)).at(0).code; };
  bench.begin(kFirst, HeartbeatError{501}, kSeller);
  bench.begin(kFirst, HeartbeatError{502});
  EXPECT_EQ(code(), 502);
  bench.begin(kSecond, HeartbeatError{503}, kSeller);
  EXPECT_EQ(code(), 503);
  bench.end(kSecond, HeartbeatError{503}, kSeller);
  bench.end(kFirst, HeartbeatError{502});
  EXPECT_EQ(code(), 501);
}

TEST(Behaviours, KnowAConnectionByItsCookieBeforeItRegisters) {
  Bench bench;
  const SessionId session = bench.accept(kSeller);
  bench.begin(kFirst, PingSilence{}, kSeller);
  EXPECT_FALSE(answers_heartbeat(bench, session));
}

TEST(Commands, AKickIsSaidThenTheSessionIsClosed) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  const Effects effects =
      bench.command(KickSessions{kFirst, kSeller, core::KickPath::session_remove, true});
  ASSERT_EQ(frames<Kick>(effects).size(), 1U);
  EXPECT_EQ(frames<Kick>(effects)[0].path, core::KickPath::session_remove);
  EXPECT_FALSE(frames<Kick>(effects)[0].mid.empty());
  EXPECT_EQ(all<CloseSession>(effects),
            (std::vector{CloseSession{session, kFirst, 1000, "kicked"}}));
}

TEST(Commands, AKickedSessionThatIsLeftOpenIsAnsweredButGetsNoMessagesUntilItRegistersAnew) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  const Effects kicked =
      bench.command(KickSessions{kFirst, kSeller, core::KickPath::kickout, false});
  EXPECT_TRUE(all<CloseSession>(kicked).empty());
  EXPECT_TRUE(answers_heartbeat(bench, session));
  EXPECT_TRUE(frames<Push>(bench.push(kSeller)).empty());
  bench.register_user(session, kSeller);
  EXPECT_EQ(frames<Push>(bench.ack_diff(session)).size(), 1U);
}

TEST(Commands, AnExpiredTokenSilencesTheDataOfALiveSessionAndNamesTheFault) {
  Bench bench;
  const SessionId session = bench.ready(kSeller);
  bench.command(ExpireTokens{kFirst, kSeller});
  bench.command(ExpireTokens{kSecond, kSeller});
  const Effects effects = bench.push(kSeller);
  EXPECT_TRUE(frames<Push>(effects).empty());
  EXPECT_EQ(touching(effects), (std::vector{kFirst})) << "the second found nothing to expire";
  EXPECT_TRUE(answers_heartbeat(bench, session));
}

TEST(Commands, CloseEndsTheSessionsOfItsTargetWithCodeAndReason) {
  Bench bench;
  const SessionId seller = bench.ready(kSeller);
  const SessionId other = bench.ready(kOther);
  const Effects effects = bench.command(CloseSessions{kFirst, kSeller, 1001, "going away"});
  EXPECT_EQ(effects, (Effects{CloseSession{seller, kFirst, 1001, "going away"}}));
  EXPECT_TRUE(bench.heartbeat(seller).empty());
  EXPECT_TRUE(answers_heartbeat(bench, other));
}

TEST(Commands, PingAsksEverySessionInTheOtherDialect) {
  Bench bench;
  bench.accept(kSeller);
  bench.accept();
  EXPECT_EQ(frames<core::AppPing>(bench.command(PingSessions{})).size(), 2U);
  EXPECT_EQ(frames<core::AppPing>(bench.command(PingSessions{kSeller})).size(), 1U);
}

TEST(Commands, RestartCutsEverySessionAndKeepsMessagesAndTokens) {
  Bench bench;
  const SessionId seller = bench.ready(kSeller);
  const SessionId nobody = bench.accept();
  const core::Register request{"1 0", bench.token(kSeller), device_of(kSeller)};
  bench.push(kSeller);
  const Effects effects = bench.command(Restart{kFirst});
  EXPECT_EQ(effects, (Effects{CloseSession{seller, kFirst, kAbruptly, ""},
                              CloseSession{nobody, kFirst, kAbruptly, ""}}));
  const SessionId again = bench.accept();
  EXPECT_EQ(all<SessionRegistered>(bench.receive(again, request)).size(), 1U);
  EXPECT_TRUE(all<PushSent>(bench.ack_diff(again)).at(0).redelivery);
}

}  // namespace
}  // namespace fishtank::server_mock::test
