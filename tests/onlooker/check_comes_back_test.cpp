#include <gmock/gmock.h>

#include "plan/fault.hpp"
#include "tests/onlooker/wire.hpp"

/// comes_back: who was cut off and never came again.
namespace fishtank::tests {
namespace {

using testing::HasSubstr;

const Duration kWithin = documented().back_within;

/// A client that was served until something ended its connection at 10 s.
Story cut_off(RecordKind how = RecordKind::server_closed, std::uint64_t code = 0) {
  Story story;
  arrives(story).at(seconds(10)).tell(how, 1, code);
  return story;
}

TEST(ComesBack, IsBrokenByWhoStaysAwayBeyondItsBound) {
  EXPECT_EQ(names(found(cut_off(), seconds(10) + kWithin)), "");
  const auto findings = found(cut_off(), seconds(10) + kWithin + nanoseconds(1));
  ASSERT_EQ(names(findings), "comes_back");
  EXPECT_THAT(findings.front().message, HasSubstr("made at 10s"));
}

TEST(ComesBack, AllowsWhateverTheWholeWayBackMayTake) {
  EXPECT_GT(kWithin, core::xianyu_live().connect.timeout + core::xianyu_live().heartbeat.timeout);
}

TEST(ComesBack, LeavesInPeaceWhoMayHaveBeenStopped) {
  EXPECT_EQ(names(found(cut_off(RecordKind::server_gone, 1000), core::hours(9))), "");
  EXPECT_EQ(names(found(cut_off(RecordKind::server_gone), core::hours(9))), "");
}

TEST(ComesBack, KnowsAConnectionThatAFaultHasCut) {
  Story story = cut_off(RecordKind::server_gone);
  onlooker::Onlooker onlooker(documented());
  for (Record record : story.records()) {
    if (record.kind == RecordKind::server_gone) record.fault = 1;
    onlooker.see(record);
  }
  onlooker.finish(core::kStart + core::hours(1));
  EXPECT_EQ(onlooker.findings().size(), 1U);
}

TEST(ComesBack, IsBrokenOnceByOneAbsenceWhateverIsPushedMeanwhile) {
  Story story = cut_off();
  for (int message = 1; message <= 3; ++message) {
    story.at(seconds(10) + kWithin * 2 * message).tell(RecordKind::push_accepted, 0, 1);
  }
  EXPECT_EQ(names(found(story)), "comes_back");
}

TEST(ComesBack, IsKeptByAnAttemptThatIsTurnedAway) {
  Story story = cut_off();
  story.at(seconds(10) + kWithin).tell(RecordKind::server_turned_away, 0, 503);
  EXPECT_EQ(names(found(story, seconds(10) + kWithin * 2)), "");
  EXPECT_EQ(names(found(story, seconds(11) + kWithin * 2)), "comes_back");
}

/// While `fault` lasts from 5 s until 1 h, and until `end`.
std::string found_during(std::string_view fault, Duration end,
                         const onlooker::Expected& expected = documented()) {
  const plan::FaultSpec* const spec = plan::find_fault(fault);
  const plan::FaultUse use{
      .fault = spec, .arguments = plan::default_arguments(*spec), .length = core::hours(1)};
  const std::vector<plan::Event> timeline{
      {.at = seconds(5), .targets = {}, .action = use, .mark = {}}};
  onlooker::Onlooker onlooker(expected, timeline);
  Story story;
  arrives(story).at(seconds(5)).tell(RecordKind::fault_started);
  story.at(seconds(10)).tell(RecordKind::server_closed, 1);
  story.at(core::hours(1)).tell(RecordKind::fault_ended);
  for (const Record& record : story.records()) {
    while (onlooker.next_deadline() <= record.at) onlooker.tick(onlooker.next_deadline());
    onlooker.see(record);
  }
  onlooker.finish(core::kStart + end);
  return names({onlooker.findings().begin(), onlooker.findings().end()});
}

TEST(ComesBack, WaitsForWhoIsKeptOut) {
  EXPECT_EQ(found_during("refuse", core::hours(1) + kWithin), "");
  EXPECT_EQ(found_during("refuse", core::hours(1) + kWithin + seconds(1)), "comes_back");
  EXPECT_EQ(found_during("ping_silence", core::hours(1)), "comes_back");
}

/// Its attempts were refused where nobody sees it, and at its limit it gives up, as its policy
/// says.
TEST(ComesBack, IsNotAskedOfWhoMayHaveGivenUpWhileItWasKeptOut) {
  core::Policy policy;
  policy.recovery.password_login = false;
  policy.recovery.restarts = false;
  const auto found_of = [&policy](std::int32_t max_failures) {
    policy.reconnect.max_failures = max_failures;
    return found_during("refuse", core::hours(9), onlooker::expected_of(policy));
  };
  EXPECT_EQ(found_of(5), "");
  EXPECT_EQ(found_of(0), "comes_back") << "it never gives up";
}

}  // namespace
}  // namespace fishtank::tests
