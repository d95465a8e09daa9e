#include "trace/metrics.hpp"

#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"
#include "trace/vocabulary.hpp"

/// What is measured, by arithmetic that the test shows.
namespace fishtank::tests {
namespace {

using std::optional;

optional<std::int64_t> value(const trace::Metrics& metrics, std::string_view name) {
  return trace::value_of(metrics, name, {});
}

optional<std::int64_t> in_ns(Duration duration) { return duration.count(); }

// ---- heartbeats ------------------------------------------------------------------------------

TEST(HeartbeatMetrics, JoinAnswersByTheirMids) {
  Story story;
  story.connect();
  story.send(FrameKind::heartbeat, 1).at(milliseconds(100)).receive(FrameKind::response, 1);
  story.at(seconds(15)).send(FrameKind::heartbeat, 2);
  story.receive(FrameKind::response, 99);  // an answer to something else
  story.at(seconds(15) + milliseconds(300)).receive(FrameKind::response, 2);
  const auto metrics = measure(story, seconds(20));
  EXPECT_EQ(value(metrics, "heartbeats_sent"), 2);
  EXPECT_EQ(value(metrics, "heartbeats_answered"), 2);
  EXPECT_EQ(value(metrics, "heartbeat_success_rate"), 1'000'000);
  EXPECT_EQ(value(metrics, "heartbeat_rtt.min"), in_ns(milliseconds(100)));
  EXPECT_EQ(value(metrics, "heartbeat_rtt.mean"), in_ns(milliseconds(200)));
  EXPECT_EQ(value(metrics, "heartbeat_rtt.max"), in_ns(milliseconds(300)));
}

TEST(HeartbeatMetrics, JoinAnswersThatComeLateAndOutOfOrder) {
  Story story;
  story.connect();
  for (std::uint64_t mid = 1; mid <= 4; ++mid) {
    story.at(seconds(static_cast<std::int64_t>(mid))).send(FrameKind::heartbeat, mid);
  }
  story.at(seconds(10)).receive(FrameKind::response, 2).receive(FrameKind::response, 4);
  const auto metrics = measure(story, seconds(100));
  EXPECT_EQ(value(metrics, "heartbeats_answered"), 2);
  EXPECT_EQ(value(metrics, "heartbeat_rtt.sum"), in_ns(seconds((10 - 2) + (10 - 4))));
  EXPECT_EQ(value(metrics, "heartbeat_success_rate"), 500'000);  // 2 of 4
}

TEST(HeartbeatMetrics, TakeARefusalForNoAnswer) {
  Story story;
  story.connect().send(FrameKind::heartbeat, 1).refusal(1);
  EXPECT_EQ(value(measure(story, seconds(60)), "heartbeats_answered"), 0);
}

TEST(HeartbeatMetrics, DoNotHoldAgainstAClientWhatIsStillWithinItsTimeAtTheEnd) {
  Story story;
  story.connect().send(FrameKind::heartbeat, 1).receive(FrameKind::response, 1);
  story.at(seconds(15)).send(FrameKind::heartbeat, 2);
  const auto rate = [&](Duration end) {
    return value(measure(story, end), "heartbeat_success_rate");
  };
  EXPECT_EQ(rate(seconds(15 + 30) - nanoseconds(1)), 1'000'000);
  EXPECT_EQ(rate(seconds(15 + 30)), 500'000);
}

TEST(HeartbeatMetrics, HoldAgainstAClientWhatALossCutsOffAndNotWhatAStopDoes) {
  const auto rate_after = [](State to, Reason reason) {
    Story story;
    story.connect().send(FrameKind::heartbeat, 1).receive(FrameKind::response, 1);
    story.at(seconds(15)).send(FrameKind::heartbeat, 2);
    story.at(seconds(16)).change(State::connected, to, reason);
    return value(measure(story, seconds(60)), "heartbeat_success_rate");
  };
  EXPECT_EQ(rate_after(State::reconnecting, Reason::connection_lost), 500'000);
  EXPECT_EQ(rate_after(State::closed, Reason::stopped), 1'000'000);
}

TEST(HeartbeatMetrics, HaveNoRateWithoutHeartbeats) {
  EXPECT_EQ(value(measure(Story(), seconds(60)), "heartbeat_success_rate"), std::nullopt);
  EXPECT_EQ(value(measure(Story(), seconds(60)), "heartbeat_rtt.max"), std::nullopt);
  EXPECT_EQ(value(measure(Story(), seconds(60)), "heartbeat_rtt.count"), 0);
}

// ---- detection and recovery ------------------------------------------------------------------

plan::Plan plan_with_faults(int faults) {
  plan::Plan plan = plan_of();
  plan.timeline.resize(static_cast<std::size_t>(faults));
  return plan;
}

TEST(DetectionLatency, IsFromTheEarliestFaultThatTouchedToTheLoss) {
  Story story;
  story.connect();
  story.at(seconds(40)).tell(RecordKind::fault_started, 0).because_of(0);
  story.at(seconds(50)).tell(RecordKind::fault_started, 1).because_of(1);
  story.at(seconds(55)).tell(RecordKind::touched).because_of(1);
  story.at(seconds(58)).tell(RecordKind::touched).because_of(0);
  story.at(seconds(75)).lose(Reason::heartbeat_timeout);
  const auto metrics = measure(story, seconds(80), plan_with_faults(2));
  EXPECT_EQ(value(metrics, "detection_latency.max"), in_ns(seconds(75 - 40)));
  EXPECT_EQ(value(metrics, "detection_latency.count"), 1);
}

TEST(DetectionLatency, IsNotMeasuredForAFaultThatDidNotTouchTheClient) {
  Story story;
  story.connect().tell(RecordKind::fault_started, 0).because_of(0).at(seconds(9)).lose();
  EXPECT_EQ(value(measure(story, seconds(20), plan_with_faults(1)), "detection_latency.count"), 0);
}

TEST(DetectionLatency, BeginsAnewWithEachConnection) {
  // One fault, two losses: the second is noticed 30 s after the client was CONNECTED again.
  Story story;
  story.connect().at(seconds(60)).tell(RecordKind::fault_started, 0).because_of(0);
  story.tell(RecordKind::touched).because_of(0);
  story.at(seconds(90)).lose(Reason::heartbeat_timeout);
  story.at(seconds(100)).change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  story.change(State::connecting, State::connected, Reason::registered);
  story.at(seconds(110)).tell(RecordKind::touched).because_of(0);
  story.at(seconds(130)).lose(Reason::heartbeat_timeout);
  const auto metrics = measure(story, seconds(140), plan_with_faults(1));
  EXPECT_EQ(value(metrics, "detection_latency.sum"), in_ns(seconds((90 - 60) + (130 - 100))));
  EXPECT_EQ(value(metrics, "detection_latency.count"), 2);
}

TEST(RecoveryLatency, IsFromTheLossToConnectedAgain) {
  Story story;
  story.connect().at(seconds(60)).lose();
  story.at(seconds(63)).change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  story.at(seconds(64)).change(State::connecting, State::connected, Reason::registered);
  const auto metrics = measure(story, seconds(70));
  EXPECT_EQ(value(metrics, "recovery_latency.max"), in_ns(seconds(4)));
  EXPECT_EQ(value(metrics, "reconnects"), 1);
  EXPECT_EQ(value(metrics, "losses"), 1);
}

TEST(RecoveryLatency, IsNotMeasuredAcrossAStopOrForANewToken) {
  Story disabled;
  disabled.connect().at(seconds(5)).lose().tell(RecordKind::account_enabled, 0, 0, 0);
  disabled.change(State::reconnecting, State::disconnected, Reason::account_disabled);
  disabled.at(seconds(60)).connect(2);
  EXPECT_EQ(value(measure(disabled, seconds(70)), "recovery_latency.count"), 0);

  Story new_token;
  new_token.connect().change(State::connected, State::reconnecting, Reason::new_token);
  new_token.change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  new_token.change(State::connecting, State::connected, Reason::registered);
  EXPECT_EQ(value(measure(new_token, seconds(70)), "recovery_latency.count"), 0);
  EXPECT_EQ(value(measure(new_token, seconds(70)), "losses"), 0);
}

// ---- times -----------------------------------------------------------------------------------

TEST(Times, AddUpToTheRun) {
  Story story;
  story.at(seconds(10)).connect();
  story.at(seconds(70)).lose();
  story.at(seconds(75)).tell(RecordKind::stop);
  story.at(seconds(76)).change(State::reconnecting, State::closed, Reason::stopped);
  const auto metrics = measure(story, seconds(100));
  EXPECT_EQ(value(metrics, "time_disconnected"), in_ns(seconds(10)));
  EXPECT_EQ(value(metrics, "time_connecting"), 0);
  EXPECT_EQ(value(metrics, "time_connected"), in_ns(seconds(60)));
  EXPECT_EQ(value(metrics, "time_reconnecting"), in_ns(seconds(6)));
  EXPECT_EQ(value(metrics, "time_closed"), in_ns(seconds(24)));
  EXPECT_EQ(value(metrics, "downtime"), in_ns(seconds(75 - 70)));  // from the loss to the stop
}

TEST(Times, CountAsZombieWhatTheServerDoesNotHold) {
  Story story;
  story.connect(1).at(seconds(20)).tell(RecordKind::server_gone, 1).at(seconds(50)).lose();
  EXPECT_EQ(value(measure(story, seconds(60)), "zombie_time"), in_ns(seconds(50 - 20)));
}

// ---- counts ----------------------------------------------------------------------------------

TEST(MessageMetrics, TellLostFromPending) {
  Story story;
  for (std::uint64_t message = 1; message <= 5; ++message) {
    story.tell(RecordKind::push_accepted, 0, message);
  }
  const auto discard = [&](std::uint64_t message, core::Discard why) {
    story.tell(RecordKind::discarded, 0, message, static_cast<std::uint8_t>(why));
  };
  story.tell(RecordKind::push_sent, 1, 1).tell(RecordKind::push_sent, 1, 1, 1);
  story.tell(RecordKind::deliver, 1, 1);
  discard(1, core::Discard::duplicate);
  discard(2, core::Discard::expired);
  discard(3, core::Discard::undecodable);
  story.tell(RecordKind::push_acknowledged, 1, 4);  // and then it disappears
  const auto metrics = measure(story, seconds(1));
  EXPECT_EQ(value(metrics, "messages_pushed"), 5);
  EXPECT_EQ(value(metrics, "messages_redelivered"), 1);
  EXPECT_EQ(value(metrics, "messages_delivered"), 1);
  EXPECT_EQ(value(metrics, "messages_duplicate"), 1);
  EXPECT_EQ(value(metrics, "messages_expired"), 1);
  EXPECT_EQ(value(metrics, "messages_undecodable"), 1);
  EXPECT_EQ(value(metrics, "messages_lost"), 1);
  EXPECT_EQ(value(metrics, "messages_pending"), 1);
}

TEST(ChatMetrics, GoByTheResult) {
  Story story;
  for (const auto result :
       {core::ChatResult::accepted, core::ChatResult::refused, core::ChatResult::not_connected,
        core::ChatResult::lost, core::ChatResult::timed_out}) {
    story.tell(RecordKind::send_chat);
    story.tell(RecordKind::chat_done, 0, 0, static_cast<std::uint8_t>(result));
  }
  const auto metrics = measure(story, seconds(1));
  EXPECT_EQ(value(metrics, "chats_sent"), 5);
  EXPECT_EQ(value(metrics, "chats_accepted"), 1);
  EXPECT_EQ(value(metrics, "chats_refused"), 2);
  EXPECT_EQ(value(metrics, "chats_lost"), 2);
}

TEST(ChatMetrics, CountWhatTheServerTookWhateverTheClientHears) {
  Story story;
  story.tell(RecordKind::send_chat);
  story.tell(RecordKind::chat_accepted);
  const auto metrics = measure(story, seconds(1));
  EXPECT_EQ(value(metrics, "chats_arrived"), 1);
  EXPECT_EQ(value(metrics, "chats_accepted"), 0);
}

TEST(FailureMetrics, GoByClass) {
  Story story;
  for (std::uint64_t failure_class = 0; failure_class < core::kFailureClasses; ++failure_class) {
    for (std::uint64_t time = 0; time <= failure_class; ++time) {
      story.note(NoteKind::failure_counted, 1, failure_class);
    }
  }
  const auto metrics = measure(story, seconds(1));
  EXPECT_EQ(value(metrics, "failures_unexpected_close"), 1);
  EXPECT_EQ(value(metrics, "failures_network"), 2);
  EXPECT_EQ(value(metrics, "failures_other"), 3);
  EXPECT_EQ(value(metrics, "failures"), 6);
}

// ---- names and targets -----------------------------------------------------------------------

TEST(ValueOf, AddsNumbersUpAndUnitesDistributionsOverTheTargets) {
  Story story;
  for (std::uint32_t client = 0; client < 3; ++client) {
    story.by(client).at({}).send(FrameKind::heartbeat, 1);
    story.at(seconds(client + 1)).receive(FrameKind::response, 1);
  }
  const auto metrics = measure(story, seconds(10), plan_of(3));
  EXPECT_EQ(trace::value_of(metrics, "heartbeats_sent", {}), 3);
  EXPECT_EQ(trace::value_of(metrics, "heartbeats_sent", {0, 2}), 2);
  EXPECT_EQ(trace::value_of(metrics, "heartbeat_rtt.max", {0, 1}), in_ns(seconds(2)));
  EXPECT_EQ(trace::value_of(metrics, "heartbeat_rtt.p50", {}), in_ns(seconds(2)));
  EXPECT_EQ(trace::distribution_of(metrics, "heartbeat_rtt", {}).count(), 3U);
}

TEST(ValueOf, KnowsEveryNameOfTheVocabularyAndNoOther) {
  const auto metrics = measure(Story(), seconds(1));
  for (const plan::MetricInfo& metric : trace::vocabulary().metrics) {
    if (metric.is_distribution) {
      const std::string count = std::string(metric.name) + ".count";
      EXPECT_EQ(value(metrics, count), 0) << metric.name;
      EXPECT_EQ(value(metrics, metric.name), std::nullopt) << metric.name;
    } else if (metric.unit == plan::ValueKind::count) {
      EXPECT_EQ(value(metrics, metric.name), 0) << metric.name;
    }
    EXPECT_FALSE(metric.about.empty()) << metric.name;
  }
  EXPECT_EQ(value(metrics, "reconnect"), std::nullopt);
  EXPECT_EQ(value(metrics, "heartbeat_rtt.p95"), std::nullopt);
  EXPECT_EQ(value(metrics, "reconnects.max"), std::nullopt);
}

TEST(Vocabulary, NamesEveryCheck) {
  EXPECT_EQ(trace::vocabulary().checks.size(), trace::checks().size());
}

}  // namespace
}  // namespace fishtank::tests
