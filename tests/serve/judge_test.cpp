#include "serve/judge.hpp"

#include <gmock/gmock.h>

#include "tests/helpers/plans.hpp"
#include "tests/onlooker/wire.hpp"

/// What a served run comes to, by what the server wrote down.
namespace fishtank::serve {

namespace {

using core::minutes;
using core::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using tests::Story;
using trace::RecordKind;

/// A scenario with two drops, at 20 s and 40 s, which begins when the server has run for 5 s.
class JudgeTest : public ::testing::Test {
 protected:
  JudgeTest() {
    plan_.timeline = {fishtank::testing::fault("drop", seconds(20)),
                      fishtank::testing::fault("drop", seconds(40))};
    judge_.emplace(tests::documented(), plan_);
    judge_->begin(core::kStart + seconds(5));
  }

  void see(const Story& story) {
    for (const trace::Record& record : story.records()) judge_->see(record);
  }

  Verdict verdict(Duration end) {
    judge_->finish(core::kStart + end);
    return judge_->verdict();
  }

  plan::Plan plan_ = fishtank::testing::one_client(minutes(1));
  std::optional<Judge> judge_;
};

/// Somebody is served from 5 s on, and the first drop begins.
Story first_drop() {
  Story story;
  tests::arrives(story.at(seconds(5))).at(seconds(25));
  return story.tell(RecordKind::fault_started, 0);
}

}  // namespace

TEST_F(JudgeTest, HasNothingToSayIfNobodyRegistered) {
  Story story;
  see(story.at(seconds(5)).tell(RecordKind::server_accepted, 1));
  const Verdict all = verdict(seconds(6));
  EXPECT_THAT(all.findings, IsEmpty());
  EXPECT_FALSE(all.passed());
}

TEST_F(JudgeTest, FailsForAFaultThatBeganAndMetNobodyAndNotForOneThatIsYetToCome) {
  see(first_drop());
  const Verdict all = verdict(seconds(26));
  ASSERT_THAT(all.failures, SizeIs(1));
  EXPECT_EQ(all.failures[0].expectation, "fault drop");
  EXPECT_FALSE(all.passed());
}

TEST_F(JudgeTest, PassesIfTheFaultMadeADifference) {
  see(first_drop());
  EXPECT_TRUE(judge_->touch(1));
  EXPECT_FALSE(judge_->touch(1)) << "that was known";
  EXPECT_TRUE(verdict(seconds(26)).passed());
}

TEST_F(JudgeTest, LeavesToTheTesterWhatOnlyHeKnows) {
  see(first_drop());
  judge_->leave_to_tester(1);
  EXPECT_TRUE(verdict(seconds(26)).passed());
}

TEST_F(JudgeTest, DoesNotJudgeWhetherACommandMeetsAnybody) {
  plan_.timeline.push_back(fishtank::testing::fault("drop", seconds(1)));
  judge_->know(2);
  Story story;
  tests::arrives(story.at(seconds(5))).tell(RecordKind::fault_started, 2);
  see(story);
  EXPECT_TRUE(verdict(seconds(6)).passed());
}

TEST_F(JudgeTest, NamesWhoWasCutOffAndIsNotBackYet) {
  Story story = first_drop();
  see(story.tell(RecordKind::server_closed, 1));
  judge_->touch(1);
  const Verdict all = verdict(seconds(30));
  ASSERT_THAT(all.away, SizeIs(1));
  EXPECT_EQ(all.away[0].since, core::kStart + seconds(25));
  EXPECT_EQ(all.away[0].until, core::kStart + seconds(25) + tests::documented().back_within);
  EXPECT_TRUE(all.passed()) << "its time is not over";
}

TEST_F(JudgeTest, HoldsExpectationsAgainstTheMomentsOfTheScenario) {
  plan_.expectations = {{.what = plan::ExpectState{.when = plan::ExpectState::When::by,
                                                   .state = core::State::connected,
                                                   .from = seconds(1),
                                                   .until = {}},
                         .targets = {},
                         .mark = {.line = 7}}};
  Story story;
  see(tests::arrives(story.at(seconds(8))));  // 3 s of the scenario, and the network's slack is 3 s
  EXPECT_THAT(verdict(minutes(2)).failures, IsEmpty());
  EXPECT_THAT(judge_->verdict().left_out, IsEmpty());
}

TEST_F(JudgeTest, NamesTheLinesThatItCannotJudge) {
  plan_.expectations = {
      {.what = plan::ExpectViolation{.check = "zombie"}, .targets = {}, .mark = {.line = 7}}};
  see(first_drop());
  EXPECT_THAT(verdict(seconds(26)).left_out, ElementsAre(plan::Mark{.line = 7}));
}

TEST_F(JudgeTest, SeesNothingOfWhatComesAfterTheEnd) {
  see(first_drop());
  judge_->touch(1);
  judge_->finish(core::kStart + seconds(26));
  Story story;
  see(story.at(seconds(27)).tell(RecordKind::server_kicked, 1).at(minutes(9)));
  EXPECT_TRUE(judge_->verdict().passed());
}

}  // namespace fishtank::serve
