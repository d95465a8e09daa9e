#include <gtest/gtest.h>

#include "core/cookie_keeper.hpp"
#include "core/heartbeat.hpp"
#include "core/inbox.hpp"
#include "core/outbox.hpp"
#include "core/recovery.hpp"
#include "core/registration.hpp"
#include "core/silence_monitor.hpp"
#include "core/token_keeper.hpp"
#include "tests/helpers/client_driver.hpp"

/// The small machines by themselves: the corners that the whole connection seldom turns.
namespace fishtank::core {
namespace {

using testing::chat_push;
using testing::chat_to;

/// What every machine is handed: the documented policy, timers, and effects to look at.
struct Bench {
  Policy policy;
  Timers timers;
  Effects out;
  Instant now = kStart;
};

// ---- heartbeat -------------------------------------------------------------------------------

class HeartbeatMachineTest : public ::testing::Test, protected Bench {
 protected:
  HeartbeatMachineTest() { heartbeat.begin(now, policy, timers); }

  void send(std::uint32_t id) {
    heartbeat.sending(Mid(std::to_string(id)), SendId{id}, now, policy, timers);
  }

  HeartbeatMachine heartbeat;
};

TEST_F(HeartbeatMachineTest, CountsSendFailuresInARowOnly) {
  using Verdict = HeartbeatMachine::Verdict;
  for (std::uint32_t round = 0; round < 3; ++round) {
    send(10 * round + 1);
    EXPECT_EQ(heartbeat.send_failed(now, policy, timers), Verdict::retry);
    send(10 * round + 2);
    EXPECT_EQ(heartbeat.send_failed(now, policy, timers), Verdict::retry);
    send(10 * round + 3);
    EXPECT_TRUE(heartbeat.sent(SendId{10 * round + 3}, now, policy, timers));
  }
}

TEST_F(HeartbeatMachineTest, IsDoneWithAFrameThatFailed) {
  send(1);
  heartbeat.send_failed(now, policy, timers);
  EXPECT_FALSE(timers.armed(Timer::heartbeat_send));
  EXPECT_FALSE(heartbeat.sent(SendId{1}, now, policy, timers)) << "too late";
  EXPECT_EQ(heartbeat.send_failures(), 1);
}

TEST_F(HeartbeatMachineTest, CountsNoSilenceWhilePausedAndAllOfItAfterwards) {
  heartbeat.pause(timers);
  EXPECT_TRUE(heartbeat.answered("1", now, policy, timers));
  EXPECT_FALSE(timers.armed(Timer::heartbeat_silence));
  now += minutes(1);
  heartbeat.resume(now, policy, timers);
  EXPECT_EQ(timers.at(Timer::heartbeat_silence), now + seconds(30));
}

TEST_F(HeartbeatMachineTest, TakesNoAnswerThatWasOvertakenByALaterOne) {
  policy.heartbeat.answer_match = AnswerMatch::mid;
  send(1);
  send(2);
  EXPECT_TRUE(heartbeat.answered("2", now, policy, timers));
  EXPECT_FALSE(heartbeat.answered("1", now, policy, timers)) << "it tells nothing of now";
}

TEST_F(HeartbeatMachineTest, LetsAnIntervalPassBeforeTheFirstIfThePolicySaysSo) {
  policy.heartbeat.first = FirstHeartbeat::after_interval;
  heartbeat.begin(now, policy, timers);
  EXPECT_EQ(timers.at(Timer::heartbeat), now + seconds(15));
}

TEST_F(HeartbeatMachineTest, WithoutAnIntervalSendsNothingAndMissesNothing) {
  policy.heartbeat.interval = kOff;
  timers.disarm_all();
  heartbeat.begin(now, policy, timers);
  EXPECT_EQ(timers.next(), kNever);
  EXPECT_FALSE(heartbeat.answered("1", now, policy, timers)) << "there is nothing to answer";
  EXPECT_EQ(timers.next(), kNever);
}

// ---- inbox and outbox ------------------------------------------------------------------------

class InboxTest : public ::testing::Test, protected Bench {
 protected:
  InboxTest() { policy.inbox.max_handlers = 1; }

  /// Whether the message with that id goes to the application at once.
  bool delivers(std::string_view id) {
    out.clear();
    const Push push = chat_push("mid", id, 0);
    inbox.receive(push.items->front(), now, WallTime{0}, policy, out);
    return out.size() == 1 && std::holds_alternative<Deliver>(out[0]);
  }

  bool handled(std::uint32_t handler) {
    out.clear();
    return inbox.handled(HandlerId{handler}, policy, out);
  }

  Inbox inbox;
};

TEST_F(InboxTest, HearsOfHandlersThatRunOnly) {
  ASSERT_TRUE(delivers("a"));
  EXPECT_FALSE(handled(2)) << "there is none of that number";
  EXPECT_TRUE(handled(1));
  EXPECT_FALSE(handled(1)) << "nothing runs";
}

TEST_F(InboxTest, ForgetsEverythingThatWasCancelled) {
  ASSERT_TRUE(delivers("runs"));
  ASSERT_FALSE(delivers("waits"));
  out.clear();
  inbox.cancel(out);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(std::get<Discarded>(out[0]).why, Discard::cancelled);
  ASSERT_TRUE(delivers("new"));
  EXPECT_FALSE(handled(1)) << "its end comes late";
  EXPECT_TRUE(handled(2));
  EXPECT_TRUE(out.empty()) << "nobody waits any more";
}

class OutboxTest : public ::testing::Test, protected Bench {
 protected:
  Outbox outbox;
};

TEST_F(OutboxTest, TimesOutAllThatAreDue) {
  outbox.await({chat_to("c@goofish"), {}}, "1", now, policy, timers);
  outbox.await({chat_to("c@goofish"), {}}, "2", now, policy, timers);
  now += policy.chat.answer_timeout;
  outbox.time_out(now, timers, out);
  EXPECT_EQ(out.size(), 2U);
}

TEST_F(OutboxTest, WaitsForTheNextOnceTheFirstIsAnswered) {
  outbox.await({chat_to("c@goofish"), {}}, "1", now, policy, timers);
  now += seconds(5);
  outbox.await({chat_to("c@goofish"), {}}, "2", now, policy, timers);
  EXPECT_TRUE(outbox.take("1", timers).has_value());
  EXPECT_EQ(timers.at(Timer::chat_answer), now + policy.chat.answer_timeout);
  EXPECT_TRUE(outbox.take("2", timers).has_value());
  EXPECT_FALSE(timers.armed(Timer::chat_answer));
}

TEST_F(OutboxTest, ALossMakesThemWaitInTheOrderInWhichTheyWereSent) {
  outbox.await({chat_to("a@goofish"), "uuid a"}, "1", now, policy, timers);
  outbox.await({chat_to("b@goofish"), "uuid b"}, "2", now, policy, timers);
  outbox.lose(policy, timers, out);
  EXPECT_TRUE(out.empty());
  EXPECT_FALSE(timers.armed(Timer::chat_answer)) << "no answer can come";
  EXPECT_FALSE(outbox.take("1", timers).has_value());
  ASSERT_TRUE(outbox.wait({chat_to("c@goofish"), {}}));
  const auto waiting = outbox.take_waiting();
  ASSERT_EQ(waiting.size(), 3U);
  EXPECT_EQ(waiting[0].uuid, "uuid a");
  EXPECT_EQ(waiting[1].uuid, "uuid b");
  EXPECT_EQ(waiting[2].wish.conversation, "c@goofish");
  EXPECT_TRUE(outbox.take_waiting().empty());
}

TEST_F(OutboxTest, GivesEachTextAUuidOfItsOwnHoweverTheCalendarJumps) {
  EXPECT_EQ(outbox.new_uuid(WallTime{5000}), "-50001");
  EXPECT_EQ(outbox.new_uuid(WallTime{5000}), "-50011") << "in the same millisecond";
  EXPECT_EQ(outbox.new_uuid(WallTime{4000}), "-50021") << "set back";
  EXPECT_EQ(outbox.new_uuid(WallTime{6000}), "-60001");
}

// ---- keepers ---------------------------------------------------------------------------------

class TokenKeeperTest : public ::testing::Test, protected Bench {
 protected:
  /// Uses up the retries that are left.
  int retries() {
    int count = 0;
    while (tokens.may_retry(policy)) ++count;
    return count;
  }

  TokenKeeper tokens;
};

TEST_F(TokenKeeperTest, FindsATokenTooOldTheMomentItIsDueForRefresh) {
  tokens.hold("token", now, policy, timers);
  EXPECT_EQ(timers.at(Timer::token_refresh), now + seconds(72'000));
  EXPECT_TRUE(tokens.usable(now + seconds(72'000) - nanoseconds(1), policy));
  EXPECT_FALSE(tokens.usable(now + seconds(72'000), policy));
}

TEST_F(TokenKeeperTest, HasAllRetriesAgainAfterASuccessAndAfterARefreshThatFailed) {
  EXPECT_EQ(retries(), 3);
  tokens.hold("token", now, policy, timers);
  EXPECT_EQ(retries(), 3);
  tokens.refresh_failed(now, policy, timers);
  EXPECT_EQ(retries(), 3);
}

class CookieKeeperTest : public ::testing::Test, protected Bench {
 protected:
  CookieKeeperTest() { cookies.begin(now, policy, timers); }

  CookieKeeper cookies;
};

TEST_F(CookieKeeperTest, DoesNotBeginAnewWithEachConnection) {
  cookies.begin(now + seconds(1000), policy, timers);
  EXPECT_TRUE(cookies.due(now + seconds(1200), policy, timers));
}

TEST_F(CookieKeeperTest, CountsTheIntervalFromTheEndOfARefresh) {
  now += seconds(1200);
  cookies.request(CallId{1}, now, policy, timers);
  now += seconds(100);
  cookies.settle(now, timers);
  EXPECT_FALSE(timers.armed(Timer::cookie_request));
  EXPECT_FALSE(cookies.due(now + seconds(1200) - nanoseconds(1), policy, timers));
  EXPECT_TRUE(cookies.due(now + seconds(1200), policy, timers));
}

class RecoveryTest : public ::testing::Test, protected Bench {
 protected:
  Recovery recovery;
};

TEST_F(RecoveryTest, RemembersTheLastLoginInANewLife) {
  recovery.log_in(CallId{1}, Recovery::Purpose::failed, now, policy, timers);
  recovery.settle(timers);
  EXPECT_FALSE(timers.armed(Timer::login_request));
  recovery.wait(now, policy, timers);
  recovery.end(timers);
  EXPECT_EQ(recovery.restart(), Recovery::Restart::none);
  EXPECT_FALSE(recovery.may_log_in(now + seconds(60) - nanoseconds(1), policy));
  EXPECT_TRUE(recovery.may_log_in(now + seconds(60), policy));
}

class RegistrationTest : public ::testing::Test, protected Bench {
 protected:
  using Request = Registration::Request;

  /// Whether an answer under that mid is one that is waited for.
  bool asks_for(const Mid& mid) const {
    return registration.asks_for(Response{.mid = mid, .sid = "sid", .body = {}});
  }

  Registration registration;
};

TEST_F(RegistrationTest, IsAnsweredOnce) {
  registration.sending(Request::reg, "mid", SendId{1}, policy);
  EXPECT_TRUE(asks_for("mid"));
  registration.answered();
  EXPECT_FALSE(asks_for("mid"));
}

TEST_F(RegistrationTest, WaitsForTheAnswerToRegOnlyIfTimed) {
  registration.sending(Request::reg, "reg", SendId{1}, policy);
  registration.sending(Request::ack_diff, "ackDiff", SendId{2}, policy);
  EXPECT_FALSE(asks_for("ackDiff"));
  EXPECT_TRUE(asks_for("reg"));
}

TEST_F(RegistrationTest, WaitsForEachAnswerInItsTurnIfAwaited) {
  policy.connect.sequence = RegistrationSequence::awaited;
  registration.sending(Request::reg, "reg", SendId{1}, policy);
  registration.answered();
  registration.sending(Request::get_state, "getState", SendId{2}, policy);
  EXPECT_FALSE(asks_for("reg"));
  ASSERT_TRUE(asks_for("getState"));
  registration.answered();
  registration.sending(Request::ack_diff, "ackDiff", SendId{3}, policy);
  EXPECT_EQ(registration.sent(SendId{3}), Request::ack_diff);
  EXPECT_FALSE(registration.finished(policy)) << "sent is not answered";
  registration.answered();
  EXPECT_TRUE(registration.finished(policy));
}

// ---- silence ---------------------------------------------------------------------------------

class SilenceMonitorTest : public ::testing::Test, protected Bench {
 protected:
  SilenceMonitorTest() {
    policy.silence.timeout = seconds(90);
    silence.started(now, policy);
  }

  SilenceMonitor silence;
};

TEST_F(SilenceMonitorTest, FindsASilenceTooLongOnceItIsLongerThanItsLimit) {
  silence.heard(now + seconds(1), policy);
  EXPECT_FALSE(silence.too_long(now + seconds(91), policy, timers));
  EXPECT_TRUE(silence.too_long(now + seconds(91) + nanoseconds(1), policy, timers));
}

TEST_F(SilenceMonitorTest, LooksAgainAfterEachInterval) {
  silence.begin(now, policy, timers);
  EXPECT_EQ(timers.at(Timer::silence_check), now + seconds(30));
  now += seconds(30);
  silence.too_long(now, policy, timers);
  EXPECT_EQ(timers.at(Timer::silence_check), now + seconds(30));
}

TEST_F(SilenceMonitorTest, CountsAnewFromEachConnectionUnlessThePolicyInheritsTheSilence) {
  for (const bool starts_anew : {true, false}) {
    policy.silence.starts_anew = starts_anew;
    silence.begin(now + seconds(60), policy, timers);
    EXPECT_EQ(silence.too_long(now + seconds(120), policy, timers), !starts_anew);
    silence.started(now, policy);
  }
}

TEST_F(SilenceMonitorTest, LooksForNothingIfItIsOff) {
  policy.silence.timeout = kOff;
  silence.begin(now, policy, timers);
  EXPECT_FALSE(timers.armed(Timer::silence_check));
}

}  // namespace
}  // namespace fishtank::core
