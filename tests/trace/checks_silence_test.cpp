#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"

/// Checks of silence that something hides, and of silence that is held against the wrong
/// connection.
namespace fishtank::tests {
namespace {

constexpr Duration kNanosecond = nanoseconds(1);

// ---- masked_silence --------------------------------------------------------------------------

/// heartbeat.timeout + the slack of timers.
constexpr Duration kSilence = seconds(30) + milliseconds(500);
constexpr std::uint64_t kChat = 99;

/// The answer to a request that is no heartbeat: it has content.
Story& chat_answered(Story& story, std::uint64_t mid = kChat, std::uint32_t attempt = 1) {
  return story.tell(RecordKind::received,
                    trace::attempt_and_content(static_cast<core::AttemptId>(attempt), 4711), mid,
                    trace::frame_detail(FrameKind::response, false));
}

/// CONNECTED with a heartbeat each 15 s, whose mids are 1, 2, 3, ...
Story beating(int heartbeats) {
  Story story;
  story.connect();
  for (int beat = 0; beat < heartbeats; ++beat) {
    story.at(seconds(15) * beat).send(FrameKind::heartbeat, static_cast<std::uint64_t>(beat) + 1);
  }
  return story;
}

TEST(MaskedSilence, IsBrokenAfterTheBoundWhenOtherAnswersComeIn) {
  Story story = beating(2);
  chat_answered(story.at(seconds(20)));
  EXPECT_TRUE(violations("masked_silence", story, plan_of(), kSilence).empty());
  const auto found = violations("masked_silence", story, plan_of(), kSilence + kNanosecond);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at, core::kStart + kSilence);
  EXPECT_EQ(found[0].message,
            "no heartbeat was answered for 30.5s (heartbeat.timeout), and other answers with code "
            "200 hid it (heartbeat.answer_match)");
}

TEST(MaskedSilence, HoldsWhenTheClientLeavesInTime) {
  Story story = beating(2);
  chat_answered(story.at(seconds(20)));
  story.at(seconds(30)).lose(Reason::heartbeat_timeout);
  EXPECT_TRUE(violations("masked_silence", story, plan_of(), minutes(5)).empty());
}

TEST(MaskedSilence, CountsFromTheLastHeartbeatThatWasAnswered) {
  Story story = beating(2);
  story.at(seconds(16)).receive(FrameKind::response, 2);
  chat_answered(story.at(seconds(20)));
  story.at(seconds(30)).send(FrameKind::heartbeat, 3);
  const Duration bound = seconds(16) + kSilence;
  EXPECT_TRUE(violations("masked_silence", story, plan_of(), bound).empty());
  EXPECT_EQ(violations("masked_silence", story, plan_of(), bound + kNanosecond).size(), 1U);
}

TEST(MaskedSilence, LeavesSilenceThatNothingMasksToSilentPeerNoticed) {
  EXPECT_TRUE(violations("masked_silence", beating(5), plan_of(), minutes(5)).empty());
  Story refused = beating(5);
  refused.at(seconds(65)).refusal(kChat);
  EXPECT_TRUE(violations("masked_silence", refused, plan_of(), minutes(5)).empty());
}

TEST(MaskedSilence, IsNotWhatAnAnswerComesTooLateToHide) {
  core::Policy policy;
  policy.heartbeat.timeout = core::kOff;  // so nothing ends the silence of 45.5 s
  Story story = beating(4);
  chat_answered(story.at(seconds(46)));
  EXPECT_TRUE(violations("masked_silence", story, plan_of(1, policy), minutes(5)).empty());
  EXPECT_EQ(violations("silent_peer_noticed", story, plan_of(1, policy)).size(), 1U);
}

TEST(MaskedSilence, TakesTheAnswerToAckDiffForOneOfItsOwn) {
  constexpr std::uint64_t kAckDiff = 50;
  Story story = Story().send(FrameKind::ack_diff, kAckDiff).connect();
  chat_answered(story.send(FrameKind::heartbeat, 1).at(seconds(1)), kAckDiff);
  EXPECT_TRUE(violations("masked_silence", story, plan_of(), minutes(5)).empty());
}

TEST(MaskedSilence, TakesNoAnswerOfAnOlderConnectionForOneOfItsOwn) {
  Story story = beating(1);
  story.at(seconds(5)).lose();
  story.at(seconds(8)).connect(2).send(FrameKind::heartbeat, 7, 2);
  chat_answered(story.at(seconds(20)).receive(FrameKind::response, 7, 1), kChat, 2);
  const Duration bound = seconds(8) + kSilence;
  EXPECT_TRUE(violations("masked_silence", story, plan_of(), bound).empty());
  EXPECT_EQ(violations("masked_silence", story, plan_of(), bound + kNanosecond).size(), 1U);
}

TEST(MaskedSilence, TakesTheLateAnswersAfterAStallForWhatTheyAre) {
  core::Policy policy;
  policy.heartbeat.timeout = core::kOff;
  Story story = beating(12);
  story.at(minutes(3)).receive(FrameKind::response, 1).receive(FrameKind::response, 2);
  EXPECT_TRUE(violations("masked_silence", story, plan_of(1, policy)).empty());
}

TEST(MaskedSilence, AsksNothingOfAClientWithoutHeartbeats) {
  core::Policy policy;
  policy.heartbeat.interval = core::kOff;
  Story story = beating(1);
  chat_answered(story.at(seconds(20)));
  EXPECT_TRUE(violations("masked_silence", story, plan_of(1, policy), minutes(5)).empty());
}

// ---- fresh_connection_gets_its_time ----------------------------------------------------------

Story given_up_after(Duration time, Reason reason) {
  return Story()
      .connect()
      .at(seconds(200))
      .lose()
      .at(seconds(203))
      .connect(2)
      .at(seconds(203) + time)
      .lose(reason);
}

TEST(FreshConnectionGetsItsTime, HoldsAtTheTimeoutAndIsBrokenBeforeIt) {
  const auto after = [](Duration time) {
    return violations("fresh_connection_gets_its_time",
                      given_up_after(time, Reason::heartbeat_timeout));
  };
  EXPECT_TRUE(after(seconds(30)).empty());
  const auto found = after(seconds(30) - kNanosecond);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(after(seconds(27))[0].message,
            "given up for silence after 27s; a connection may be silent for 30s "
            "(heartbeat.timeout) since it began, whatever was before it");
}

TEST(FreshConnectionGetsItsTime, IsBrokenByAMonitorThatHoldsAnOlderSilenceAgainstIt) {
  // D-17: the first look, 30 s after CONNECTED, sees a silence that began before the loss.
  core::Policy policy;
  policy.silence = {.timeout = seconds(90), .check_interval = seconds(30)};
  const plan::Plan plan = plan_of(1, policy);
  const auto after = [&](Duration time) {
    return violations("fresh_connection_gets_its_time", given_up_after(time, Reason::silence),
                      plan);
  };
  EXPECT_EQ(after(seconds(30)).size(), 1U);
  EXPECT_TRUE(after(seconds(90)).empty());
}

TEST(FreshConnectionGetsItsTime, GivesPingAndPongTheirs) {
  core::Policy policy;
  policy.keepalive = {.interval = seconds(20), .timeout = seconds(20)};
  const plan::Plan plan = plan_of(1, policy);
  const auto after = [&](Duration time) {
    return violations("fresh_connection_gets_its_time",
                      given_up_after(time, Reason::keepalive_timeout), plan);
  };
  EXPECT_TRUE(after(seconds(40)).empty());
  EXPECT_EQ(after(seconds(40) - kNanosecond).size(), 1U);
}

TEST(FreshConnectionGetsItsTime, DoesNotMindALossThatIsNoSilence) {
  EXPECT_TRUE(violations("fresh_connection_gets_its_time",
                         given_up_after(seconds(1), Reason::connection_lost))
                  .empty());
}

}  // namespace
}  // namespace fishtank::tests
