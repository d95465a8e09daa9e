#include <gmock/gmock.h>

#include "tests/onlooker/wire.hpp"

/// Checks of how a client comes back.
namespace fishtank::tests {
namespace {

using testing::HasSubstr;

constexpr Duration kNanosecond = nanoseconds(1);

// ---- reconnect_spacing -----------------------------------------------------------------------

/// unexpected_close after one failure is 3 s, less a tenth.
constexpr Duration kLeast = milliseconds(2'700);

/// A client that was served comes back so long after the server closed its connection.
Story back_after(Duration gap, std::uint64_t code = 1000) {
  Story story;
  arrives(story).at(seconds(10)).tell(RecordKind::server_closed, 1, code);
  return arrives(story.at(seconds(10) + gap), 2);
}

TEST(ReconnectSpacing, IsBrokenByAnUpgradeBeforeTheShortestDelay) {
  EXPECT_EQ(names(found(back_after(kLeast))), "");
  const auto findings = found(back_after(kLeast - kNanosecond));
  ASSERT_EQ(names(findings), "reconnect_spacing");
  EXPECT_THAT(findings.front().message, HasSubstr("D-3:"));
  EXPECT_EQ(names(found(back_after(kLeast - kNanosecond, 0))), "reconnect_spacing");
}

/// Nothing came in the last 10 s, and who vanished before may come back at any moment.
TEST(ReconnectSpacing, CountsFromTheServersCloseOnceTheClientHasAnsweredIt) {
  const Story story = back_after(kLeast - kNanosecond);
  const auto judged = [&story](bool answers) {
    onlooker::Onlooker onlooker(wary());
    for (const Record& record : story.records()) {
      onlooker.see(record);
      if (answers && record.kind == RecordKind::server_closed) {
        onlooker.see_close_answered(0, record.at + milliseconds(1));
      }
    }
    return names({onlooker.findings().begin(), onlooker.findings().end()});
  };
  EXPECT_EQ(judged(false), "");
  EXPECT_EQ(judged(true), "reconnect_spacing");
}

TEST(ReconnectSpacing, ExpectsWhatThePolicySays) {
  core::Policy slow;
  for (core::RetryDelay* delay :
       {&slow.reconnect.unexpected_close, &slow.reconnect.network, &slow.reconnect.other}) {
    delay->base = seconds(20);
    delay->cap = seconds(60);
  }
  EXPECT_EQ(names(found(back_after(seconds(19)), {}, onlooker::expected_of(slow))),
            "reconnect_spacing");
  EXPECT_EQ(names(found(back_after(seconds(20)), {}, onlooker::expected_of(slow))), "");
}

TEST(ReconnectSpacing, LeavesAClientThatClosedItselfInPeace) {
  Story story;
  arrives(story).at(seconds(10)).tell(RecordKind::server_gone, 1, 1000);
  arrives(story.at(seconds(10) + milliseconds(1)), 2);
  EXPECT_EQ(names(found(story)), "");
}

TEST(ReconnectSpacing, AllowsARecoveryToAClientThatMayBeAtItsLimit) {
  Story story;
  story.tell(RecordKind::server_accepted, 1).at(seconds(1)).tell(RecordKind::server_closed, 1);
  story.at(seconds(1) + milliseconds(450)).tell(RecordKind::server_accepted, 2);
  EXPECT_EQ(names(found(story)), "") << "recovery.restart_delay";
}

TEST(ReconnectSpacing, AllowsARecoveryToAClientThatForgetsItsFailuresOnlyWhenProven) {
  core::Policy policy;
  policy.reconnect.failure_reset = core::FailureReset::when_proven;
  EXPECT_EQ(names(found(back_after(milliseconds(2'050)), {}, onlooker::expected_of(policy))), "");
  EXPECT_EQ(names(found(back_after(milliseconds(2'050)))), "reconnect_spacing");
}

TEST(ReconnectSpacing, CountsUpgradesThatWereTurnedAway) {
  Story story;
  story.tell(RecordKind::server_turned_away, 0, 503).at(milliseconds(10));
  story.tell(RecordKind::server_turned_away, 0, 503);
  const auto findings = found(story);
  ASSERT_EQ(names(findings), "reconnect_spacing");
  EXPECT_THAT(findings.front().message, HasSubstr("D-20"));
}

// ---- backoff_grows ---------------------------------------------------------------------------

/// Connections that are cut 1 s after they were accepted, before anything was answered; the client
/// comes back after each of the gaps.
Story cut_and_back(std::initializer_list<Duration> gaps) {
  Story story;
  Duration now{};
  std::uint64_t session = 1;
  story.tell(RecordKind::server_accepted, session);
  for (const Duration gap : gaps) {
    now += seconds(1);
    story.at(now).tell(RecordKind::server_closed, session);
    now += gap;
    story.at(now).tell(RecordKind::server_accepted, ++session);
  }
  return story;
}

TEST(BackoffGrows, HoldsForDelaysThatGrowUntilTheLimitAndBeginAnew) {
  EXPECT_EQ(names(found(cut_and_back({seconds(3), seconds(6), seconds(9), seconds(12),
                                      milliseconds(500), seconds(3), seconds(6)}))),
            "");
}

TEST(BackoffGrows, IsBrokenByADelayThatStaysTheSame) {
  const Story story = cut_and_back({seconds(3), seconds(3), seconds(3), seconds(3)});
  const auto findings = found(story);
  ASSERT_EQ(names(findings), "backoff_grows") << "a recovery nobody saw is allowed once";
  EXPECT_THAT(findings.front().message, HasSubstr("D-4"));
}

TEST(BackoffGrows, BeginsAnewWhenTheClientWasServed) {
  Story story;
  std::uint64_t session = 0;
  for (int turn = 0; turn < 6; ++turn) {
    arrives(story.at(seconds(4) * turn), ++session);
    story.at(seconds(4) * turn + seconds(1)).tell(RecordKind::server_closed, session);
  }
  EXPECT_EQ(names(found(story)), "");
}

/// Its delays are constant, so its count does not show in them; at its limit it logs in.
TEST(BackoffGrows, AllowsARecoveryToAClientThatWasServedAndProvedNothing) {
  core::Policy policy;
  policy.reconnect.failure_reset = core::FailureReset::when_proven;
  for (core::RetryDelay* delay :
       {&policy.reconnect.unexpected_close, &policy.reconnect.network, &policy.reconnect.other}) {
    *delay = {.base = seconds(5), .cap = seconds(5), .growth = core::Growth::linear};
  }
  Story story;
  arrives(story).at(seconds(1)).tell(RecordKind::server_closed, 1);
  story.at(seconds(6)).tell(RecordKind::server_accepted, 2);
  story.at(seconds(7)).tell(RecordKind::server_closed, 2);
  story.at(seconds(9)).tell(RecordKind::server_accepted, 3);
  EXPECT_EQ(names(found(story, {}, onlooker::expected_of(policy))), "");
  policy.reconnect.failure_reset = core::FailureReset::at_connected;
  EXPECT_EQ(names(found(story, {}, onlooker::expected_of(policy))), "backoff_grows");
}

TEST(BackoffGrows, TakesNoRegistrationAsServedWhoseAnswerWasWithheld) {
  Story story;
  std::uint64_t session = 0;
  for (int turn = 0; turn < 6; ++turn) {
    story.at(seconds(4) * turn).tell(RecordKind::server_accepted, ++session);
    withheld(comes(story, FrameKind::registration, session), session);
    story.tell(RecordKind::server_registered, session);
    withheld(comes(story, FrameKind::ack_diff, session), session);
    story.tell(RecordKind::server_ready, session);
    story.at(seconds(4) * turn + seconds(1)).tell(RecordKind::server_closed, session);
  }
  EXPECT_THAT(names(found(story)), HasSubstr("backoff_grows"));
}

TEST(BackoffGrows, IsBrokenByAClientThatDoesNotGiveUpThoughNothingCouldMendIt) {
  core::Policy policy;
  policy.recovery.password_login = false;
  policy.recovery.restarts = false;
  policy.reconnect.max_failures = 3;
  const auto judged = [&](const Story& story) {
    return names(found(story, {}, onlooker::expected_of(policy)));
  };
  EXPECT_EQ(judged(cut_and_back({seconds(3), seconds(6)})), "");
  EXPECT_EQ(judged(cut_and_back({seconds(3), seconds(6), seconds(9)})), "backoff_grows");
}

TEST(BackoffGrows, DoesNotCountAcrossAGapInWhichAnAttemptMayHaveFailedUnseen) {
  EXPECT_EQ(names(found(cut_and_back({seconds(9), seconds(3), seconds(6), seconds(15)}))), "");
}

// ---- hot_loop --------------------------------------------------------------------------------

/// That many upgrades within just less than 10 s.
Story upgrades(int count) {
  Story story;
  for (int number = 0; number < count; ++number) {
    story.at((seconds(10) - kNanosecond) / (count - 1) * number);
    story.tell(RecordKind::server_accepted, static_cast<std::uint64_t>(number));
    story.tell(RecordKind::server_gone, static_cast<std::uint64_t>(number), 1000);
  }
  return story;
}

TEST(HotLoop, IsBrokenByTheSixthUpgradeInTenSeconds) {
  EXPECT_THAT(names(found(upgrades(5))), testing::Not(HasSubstr("hot_loop")));
  EXPECT_THAT(names(found(upgrades(6))), HasSubstr("hot_loop"));
}

// ---- registered_once -------------------------------------------------------------------------

TEST(RegisteredOnce, IsBrokenByAnOldConnectionThatStaysOpenBesideTheNew) {
  Story story;
  arrives(story).at(seconds(10));
  arrives(story, 2);
  EXPECT_EQ(names(found(story, seconds(15))), "");
  const auto findings = found(story, seconds(15) + kNanosecond);
  ASSERT_EQ(names(findings), "registered_once");
  EXPECT_THAT(findings.front().message, HasSubstr("session 1 is still open"));
  EXPECT_EQ(names(found(story, seconds(20), wary())), "") << "it may have lost it long ago";
  comes(story.at(seconds(16)), FrameKind::heartbeat, 1);
  EXPECT_EQ(names(found(story, seconds(20), wary())), "registered_once");
}

TEST(RegisteredOnce, HoldsWhenTheOldOneEndsSoon) {
  Story story;
  arrives(story).at(seconds(10));
  arrives(story, 2).at(seconds(14)).tell(RecordKind::server_gone, 1);
  EXPECT_EQ(names(found(story, seconds(20))), "");
}

TEST(RegisteredOnce, IsBrokenOnceByEachThatIsLeftBehindHoweverManyComeAfterIt) {
  Story story;
  arrives(story).at(seconds(10));
  arrives(story, 2).at(seconds(20));
  arrives(story, 3);
  EXPECT_EQ(names(found(story, seconds(25) + kNanosecond)), "registered_once, registered_once");
}

TEST(RegisteredOnce, LooksAtTheNextNewerOneWhenThatEnds) {
  Story story;
  arrives(story).at(seconds(10));
  arrives(story, 2).at(seconds(12));
  arrives(story, 3).at(seconds(13)).tell(RecordKind::server_gone, 2, 1000);
  EXPECT_EQ(names(found(story, seconds(17))), "");
  EXPECT_EQ(names(found(story, seconds(17) + kNanosecond)), "registered_once");
  story.at(seconds(14)).tell(RecordKind::server_gone, 3, 1000);
  EXPECT_EQ(names(found(story, seconds(18))), "") << "the old one is the only one again";
}

// ---- all -------------------------------------------------------------------------------------

TEST(Onlooker, KeepsThreeOfEachCheckAndVisitorAndCountsAll) {
  Story story;
  for (std::uint64_t session = 1; session <= 10; ++session) {
    arrives(story, session).tell(RecordKind::server_closed, session, 1000);
  }
  onlooker::Onlooker onlooker(documented());
  for (const Record& record : story.records()) onlooker.see(record);
  EXPECT_EQ(onlooker.tally(0).findings.at("reconnect_spacing"), 9U);
  EXPECT_EQ(std::ranges::count(onlooker.findings(), "reconnect_spacing", &onlooker::Finding::check),
            3);
}

TEST(Onlooker, TellsWhenItWantsToBeCalled) {
  onlooker::Onlooker onlooker(documented());
  EXPECT_EQ(onlooker.next_deadline(), core::kNever);
  Story story;
  story.by(7).tell(RecordKind::server_accepted, 1);
  for (const Record& record : story.records()) onlooker.see(record);
  EXPECT_EQ(onlooker.next_deadline(), core::kStart + seconds(33) + kNanosecond);
  onlooker.tick(onlooker.next_deadline());
  ASSERT_EQ(onlooker.findings().size(), 1U);
  EXPECT_EQ(onlooker.findings().front().visitor, 7U);
  EXPECT_EQ(onlooker.next_deadline(), core::kNever);
  EXPECT_EQ(onlooker.visitors(), 8U);
  EXPECT_EQ(onlooker.total().visitors, 1U) << "the others were never seen";
}

}  // namespace
}  // namespace fishtank::tests
