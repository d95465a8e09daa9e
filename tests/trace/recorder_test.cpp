#include "trace/recorder.hpp"

#include <gtest/gtest.h>

#include "plan/fault.hpp"
#include "tests/helpers/records.hpp"
#include "trace/timeline.hpp"

namespace fishtank::tests {
namespace {

using trace::Keep;
using trace::StateSpan;

trace::Trace record(const plan::Plan& plan, const Story& story, Keep keep, Duration end) {
  trace::Recorder recorder(plan, keep);
  for (const Record& one : story.records()) recorder.write(one);
  recorder.end_of_plan(core::kStart + end);
  return recorder.finish(core::kStart + end);
}

TEST(Recorder, KeepsEverythingOrTheLastFew) {
  Story story;
  for (std::uint64_t number = 0; number < 100; ++number) story.tell(RecordKind::clock_set, number);
  const plan::Plan plan = plan_of();
  const auto all = record(plan, story, Keep::all, seconds(1));
  EXPECT_EQ(all.kept, story.records());
  const auto last = record(plan, story, Keep::last, seconds(1));
  ASSERT_EQ(last.kept.size(), trace::kKeptLast);
  EXPECT_EQ(last.kept.front().a, 100 - trace::kKeptLast);
  EXPECT_EQ(last.kept.back().a, 99U);
  EXPECT_EQ(last.records, 100U);
  EXPECT_EQ(last.fingerprint, all.fingerprint);
}

/// What is measured is given out at the end of the plan; the sanitizers see if it is looked for.
TEST(Recorder, ForeseesRecordsAfterTheEndOfThePlanToo) {
  const plan::Plan plan = plan_of(2);
  trace::Recorder recorder(plan, Keep::last);
  recorder.foresee(1);
  recorder.end_of_plan(core::kStart + seconds(1));
  recorder.foresee(1);
  EXPECT_EQ(recorder.finish(core::kStart + seconds(1)).records, 0U);
}

TEST(Recorder, CollectsTheStatesOfEachClient) {
  Story story;
  story.at(seconds(5)).by(1).change(State::disconnected, State::connecting, Reason::started);
  story.at(seconds(6)).change(State::connecting, State::connected, Reason::registered);
  const plan::Plan plan = plan_of(2);
  const auto trace = record(plan, story, Keep::last, seconds(10));
  const auto moment = [](int second) { return core::kStart + seconds(second); };
  const std::vector<StateSpan> expected{
      {.client = 0, .state = State::disconnected, .from = moment(0), .to = moment(10)},
      {.client = 1, .state = State::disconnected, .from = moment(0), .to = moment(5)},
      {.client = 1, .state = State::connecting, .from = moment(5), .to = moment(6)},
      {.client = 1, .state = State::connected, .from = moment(6), .to = moment(10)},
  };
  EXPECT_EQ(trace.states, expected);
  EXPECT_EQ(trace::spans_of(trace.states, 1).size(), 3U);
}

TEST(Recorder, WritesAViolationAmongTheRecordsButNotIntoTheFingerprint) {
  Story story;
  story.at(seconds(5)).change(State::disconnected, State::connected, Reason::registered);
  const plan::Plan plan = plan_of();
  const auto trace = record(plan, story, Keep::all, seconds(6));
  ASSERT_EQ(trace.kept.size(), 2U);
  EXPECT_EQ(trace.kept[1].kind, RecordKind::violation);
  EXPECT_EQ(trace.records, 1U);
  EXPECT_EQ(trace.violation_count, 1U);

  trace::RunningFingerprint fingerprint;
  fingerprint.add(story.records()[0]);
  EXPECT_EQ(trace.fingerprint, fingerprint.value());
}

TEST(Recorder, KnowsFaultsThatBeganAndMadeNoDifference) {
  plan::Plan plan = plan_of();
  plan.timeline.resize(3);
  Story story;
  story.tell(RecordKind::fault_started, 0).because_of(0);
  story.tell(RecordKind::fault_started, 1).because_of(1).tell(RecordKind::touched).because_of(1);
  story.tell(RecordKind::fault_ended, 0).because_of(0);
  const auto trace = record(plan, story, Keep::all, seconds(6));
  EXPECT_EQ(trace.untouched_faults, std::vector<std::uint16_t>{1});  // the third never began
}

// ---- Timeline --------------------------------------------------------------------------------

TEST(Timeline, WritesARunInAlignedLines) {
  plan::Plan plan = plan_of(12);
  plan.timeline.resize(1);
  plan.timeline[0].action =
      plan::FaultUse{.fault = plan::find_fault("ping_silence"), .arguments = {}, .length = {}};
  Story story;
  story.at(seconds(60)).tell(RecordKind::fault_started, 0).because_of(0);
  story.at(seconds(62)).send(FrameKind::heartbeat, 0x1a2b3c4d00000000);
  story.tell(RecordKind::touched).because_of(0);
  story.by(11).at(seconds(92) + milliseconds(100));
  story.tell(RecordKind::closed, 3, 1006, static_cast<std::uint8_t>(core::CloseCause::reset));
  story.because_of(0);
  story.note(NoteKind::failure_counted, 2, 1);
  story.change(State::connected, State::reconnecting, Reason::heartbeat_timeout);
  story.note(NoteKind::retry_scheduled, Duration(seconds(20)).count(), 1);
  story.tell(RecordKind::discarded, 0, 7, static_cast<std::uint8_t>(core::Discard::expired));
  story.by(trace::kNoClient).at(minutes(10)).tell(RecordKind::run_ended);

  std::string text;
  const trace::Timeline timeline(plan);
  for (const Record& one : story.records()) text += timeline.line(one) + '\n';
  EXPECT_EQ(text,
            "          1m  client-1   fault ping_silence begins\n"
            "        1m2s  client-1   -> heartbeat [1a2b3c4d]\n"
            "        1m2s  client-1   touched by fault ping_silence\n"
            "     1m32.1s  client-12  transport 3 closed: reset (1006)  (fault ping_silence)\n"
            "     1m32.1s  client-12  failure 2 counted (network)\n"
            "     1m32.1s  client-12  CONNECTED -> RECONNECTING  heartbeat timeout\n"
            "     1m32.1s  client-12  tries again in 20s (network)\n"
            "     1m32.1s  client-12  chat message discarded as expired [00000000]\n"
            "         10m             end of the run\n");
}

TEST(Timeline, AlignsMomentsToTheNanosecondOnceItHasRoom) {
  const plan::Plan plan = plan_of();
  const Story story = Story()
                          .at(seconds(60))
                          .tell(RecordKind::start)
                          .at(core::hours(1) + minutes(59) + seconds(59) + nanoseconds(123'456'789))
                          .tell(RecordKind::stop);
  trace::Timeline timeline(plan);
  for (const Record& one : story.records()) timeline.make_room(one.at);
  const std::string first = timeline.line(story.records().front());
  const std::string last = timeline.line(story.records().back());
  EXPECT_EQ(last.find("  client  "), std::string("1h59m59.123456789s").size());
  EXPECT_EQ(first.find("  client  "), last.find("  client  "));
}

TEST(Timeline, HasWordsForEachKind) {
  const plan::Plan plan = plan_of();
  const trace::Timeline timeline(plan);
  for (int kind = 0; kind < trace::kRecordKinds; ++kind) {
    const Record record{.client = 0, .kind = static_cast<RecordKind>(kind)};
    EXPECT_GT(timeline.line(record).size(), std::string("          0s  client  ").size()) << kind;
  }
}

TEST(Timeline, ShowsStatesFaultsMessagesAndNotesAsImportant) {
  const auto important = [](RecordKind kind) {
    return is_important(topic_of(Record{.kind = kind}));
  };
  EXPECT_TRUE(important(RecordKind::state_changed));
  EXPECT_TRUE(important(RecordKind::fault_started));
  EXPECT_TRUE(important(RecordKind::violation));
  EXPECT_TRUE(important(RecordKind::deliver));
  EXPECT_TRUE(important(RecordKind::note));
  EXPECT_FALSE(important(RecordKind::send));
  EXPECT_FALSE(important(RecordKind::sent));
  EXPECT_FALSE(important(RecordKind::opened));
}

}  // namespace
}  // namespace fishtank::tests
