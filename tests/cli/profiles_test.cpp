#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/scenarios.hpp"
#include "tests/helpers/program.hpp"

/// A user's own profile, and where profiles lie.
namespace fishtank {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using tests::Outcome;
using tests::run_fishtank;

/// Sends heartbeats so seldom that a run can tell.
constexpr std::string_view kPatient = R"(name: patient
about: Waits longer than others.
based_on: hardened
heartbeat:
  interval: 25s
  timeout: 50s  # two intervals
)";

constexpr std::string_view kNamesIt = R"(name: it waits
client: {profile: profiles/patient.yaml}
duration: 60s
expect:
  - {metric: heartbeats_sent, equals: 3}
)";

class OwnProfile : public testing::Test {
 protected:
  OwnProfile() {
    folder.write("shop/profiles/patient.yaml", kPatient);
    folder.write("shop/waits.yaml", kNamesIt);
  }

  Outcome call(const std::vector<std::string>& arguments) const {
    return run_fishtank(arguments, folder.path());
  }

  tests::TemporaryFolder folder;
};

TEST_F(OwnProfile, IsTheClientOfTheScenarioThatNamesIt) {
  const Outcome outcome = call({"run", "shop/waits.yaml"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
}

TEST_F(OwnProfile, IsNoScenarioOfItsFolder) {
  const Outcome outcome = call({"run", "."});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("1 case of 1 scenario"));
  for (const std::string path : {"shop/profiles", "shop/profiles/patient.yaml"}) {
    EXPECT_EQ(call({"run", path}).exit_code, 2);
    EXPECT_THAT(call({"run", path}).err, HasSubstr("fishtank: " + path + ": "));
  }
}

TEST_F(OwnProfile, IsCheckedAsAProfile) {
  EXPECT_EQ(call({"check", "."}).out, "1 scenario with 1 case and 1 profile: nothing wrong\n");
  EXPECT_EQ(call({"check", "shop/profiles"}).out, "1 profile: nothing wrong\n");
  folder.write("shop/profiles/other.yml", "name: other\nheartbeat.intervall: 5s\n");
  const Outcome outcome = call({"check", "shop"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("shop/profiles/other.yml:2:11: error: "),
                                 HasSubstr("fishtank: 1 of 2 profiles cannot be used\n")));
  EXPECT_EQ(call({"run", "shop"}).exit_code, 0) << "nobody names it";
}

TEST_F(OwnProfile, ThatIsBrokenIsToldOnceToAllWhoNameIt) {
  folder.write("shop/profiles/patient.yaml", "name: patient\nheartbeat.intervall: 5s\n");
  folder.write("shop/again.yaml", kNamesIt);
  const Outcome outcome = call({"check", "shop"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(
      outcome.err,
      AllOf(HasSubstr("shop/again.yaml:2:19: error: the profile `profiles/patient.yaml`"),
            HasSubstr("shop/waits.yaml:2:19: error: the profile `profiles/patient.yaml`"),
            HasSubstr("\n3 mistakes\n"),
            HasSubstr("fishtank: 2 of 2 scenario files and 1 of 1 profile cannot be used\n")));
}

TEST_F(OwnProfile, IsInAPrintedScenarioThatLiesElsewhere) {
  const Outcome printed = call({"print", "shop/waits.yaml"});
  ASSERT_EQ(printed.exit_code, 0) << printed.err;
  EXPECT_THAT(printed.out, Not(HasSubstr("patient")));
  folder.write("elsewhere/printed.yaml", printed.out);
  const Outcome outcome = call({"diff", "shop/waits.yaml", "elsewhere/printed.yaml"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
}

TEST_F(OwnProfile, NamesACaseOfTheMatrix) {
  folder.write("shop/both.yaml",
               "name: both\nmatrix: {client.profile: [hardened, ./profiles/patient.yaml]}\n");
  const Outcome outcome =
      call({"run", "shop/both.yaml", "--case", "client.profile=./profiles/patient.yaml"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("1 case of 1 scenario"));
}

TEST_F(OwnProfile, IsShownWithWhatDiffersAndWhy) {
  const Outcome outcome = call({"profiles", "shop/profiles/patient.yaml"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, testing::StartsWith("patient\n  Waits longer than others.\n"));
  const std::size_t all = outcome.out.find("\nAll fields\n");
  ASSERT_NE(all, std::string::npos);
  const std::string differing = outcome.out.substr(0, all);
  EXPECT_THAT(differing, testing::ContainsRegex(
                             "\n  heartbeat.timeout: 50s +Documented: 30s. two intervals\n"));
  EXPECT_THAT(differing, HasSubstr("\n  reconnect.jitter_percent: 50 "));
  EXPECT_THAT(differing, Not(HasSubstr("heartbeat.send_timeout")));
  EXPECT_THAT(outcome.out.substr(all), HasSubstr("\n  heartbeat.send_timeout: 2s "));
}

TEST_F(OwnProfile, ThatCannotBeShownIsAnsweredWithItsMistakes) {
  folder.write("broken.yaml", "name: broken\nheartbeat.intervall: 5s\n");
  const Outcome outcome = call({"profiles", "./broken.yaml"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("broken.yaml:2:11: error: "),
                                 HasSubstr("fishtank: the profile ./broken.yaml cannot be used")));
}

TEST_F(OwnProfile, BesideAScenarioIsAnsweredWithWhereItBelongs) {
  folder.write("shop/mine.yaml", kPatient);
  const Outcome outcome = call({"run", "shop"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("shop/mine.yaml:1:1: error: this is the profile of a "),
                                 HasSubstr("in a folder called `profiles`")));
}

}  // namespace

}  // namespace fishtank
