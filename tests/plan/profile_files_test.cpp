#include "plan/profile_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "plan/case_name.hpp"
#include "plan/print.hpp"
#include "tests/helpers/program.hpp"
#include "tests/helpers/scenario_text.hpp"

/// Profiles in files of the user: where they are found, what they are based on, what is said about
/// their mistakes.
namespace fishtank::plan {
namespace {

using core::seconds;
using testing::AllOf;
using testing::HasSubstr;

class ProfileFile : public testing::Test {
 protected:
  /// A scenario in the folder.
  Loaded load_scenario(const std::string& text) const {
    return load_file(folder.write("scenario.yaml", "name: x\n" + text), tests::kTestVocabulary);
  }

  ScenarioFile scenario(const std::string& text) const {
    const Loaded loaded = load_scenario(text);
    if (const auto* mistakes = std::get_if<Diagnostics>(&loaded)) {
      ADD_FAILURE() << print(*mistakes);
      return {};
    }
    return std::get<ScenarioFile>(loaded);
  }

  Client client(const std::string& profile) const {
    const ScenarioFile file = scenario("client: {profile: " + profile + "}\n");
    return file.variants.empty() ? Client{} : file.variants[0].plan.clients.at(0);
  }

  /// What is said about a scenario, without the path of the folder.
  std::string mistakes(const std::string& text) const {
    const Loaded loaded = load_scenario(text);
    const auto* found = std::get_if<Diagnostics>(&loaded);
    std::string answer = found == nullptr ? "" : print(*found);
    const std::string prefix = folder.path().string() + "/";
    for (std::size_t at = answer.find(prefix); at != answer.npos; at = answer.find(prefix)) {
      answer.erase(at, prefix.size());
    }
    return answer;
  }

  tests::TemporaryFolder folder;
};

TEST(AProfilePath, HasASlashOrTheEndingOfAFile) {
  for (const auto* path : {"./mine", "a/b", "/a", "mine.yaml", "mine.yml"}) {
    EXPECT_TRUE(is_profile_path(path)) << path;
  }
  for (const auto* name : {"mine", "xianyu-live", "", "yaml", "mine.yam"}) {
    EXPECT_FALSE(is_profile_path(name)) << name;
  }
}

TEST_F(ProfileFile, IsFoundFromTheFolderOfTheScenario) {
  folder.write("shop/patient.yaml", "name: patient\nheartbeat: {timeout: 60s}\n");
  core::Policy patient;
  patient.heartbeat.timeout = seconds(60);
  EXPECT_EQ(client("shop/patient.yaml").policy, patient);
  EXPECT_EQ(client("./shop/patient.yaml").policy, patient);
  EXPECT_EQ(client("shop/../shop/patient.yaml").policy, patient);
  EXPECT_EQ(client((folder.path() / "shop/patient.yaml").string()).policy, patient);
}

TEST_F(ProfileFile, IsOverriddenBesideIt) {
  folder.write("patient.yaml", "name: patient\nheartbeat: {timeout: 60s, interval: 20s}\n");
  const core::Policy policy = client("patient.yaml, heartbeat.timeout: 50s").policy;
  EXPECT_EQ(policy.heartbeat.timeout, seconds(50));
  EXPECT_EQ(policy.heartbeat.interval, seconds(20));
}

TEST_F(ProfileFile, BeginsWithWhatItIsBasedOn) {
  folder.write("a.yaml", "name: a\nbased_on: b/b.yaml\nheartbeat.interval: 20s\n");
  folder.write("b/b.yaml",
               "name: b\nbased_on: ../c.yaml\nheartbeat: {interval: 9s, timeout: 50s}\n");
  folder.write("c.yaml", "name: c\nbased_on: hardened\nreconnect.max_failures: 7\n");
  core::Policy expected = find_profile("hardened")->policy;
  expected.heartbeat.interval = seconds(20);
  expected.heartbeat.timeout = seconds(50);
  expected.reconnect.max_failures = 7;
  const Client read = client("./a.yaml");
  EXPECT_EQ(read.policy, expected);
  EXPECT_EQ(read.profile, "hardened");
}

TEST_F(ProfileFile, KeepsTheReasonsOfItsFields) {
  const auto loaded = load_profile(folder.write(
      "own.yaml",
      "name: own\nabout: >\n  Mine.\nbased_on: hardened\nheartbeat.timeout: 50s # why\n"));
  ASSERT_TRUE(std::holds_alternative<Profile>(loaded));
  const auto& profile = std::get<Profile>(loaded);
  EXPECT_EQ(profile.name, "own");
  EXPECT_EQ(profile.about, "Mine.");
  const auto choice =
      std::ranges::find(profile.choices, find_policy_field("heartbeat.timeout"), &Choice::field);
  EXPECT_EQ(choice->why, "why");
  EXPECT_EQ(profile.choices.size(), find_profile("hardened")->choices.size());
}

// ---- printing, cases ---------------------------------------------------------------------------

TEST_F(ProfileFile, IsPrintedAsTheBuiltInOneAndWhatDiffers) {
  folder.write("own.yaml", "name: own\nbased_on: hardened\nheartbeat.timeout: 50s\n");
  const Plan plan = scenario("client: {profile: own.yaml}\n").variants.at(0).plan;
  const std::string text = print(plan, tests::kTestVocabulary);
  EXPECT_THAT(text, HasSubstr("{name: client, profile: hardened, heartbeat.timeout: 50s}"));
  EXPECT_EQ(tests::plan_in(text), plan) << "wherever it is stored";
}

TEST_F(ProfileFile, CanBeAnAxisOfTheMatrix) {
  folder.write("a.yaml", "name: a\nheartbeat.timeout: 50s\n");
  folder.write("b c.yaml", "name: b\nheartbeat.timeout: 60s\n");
  const auto cases = expand(scenario("matrix: {client.profile: [hardened, ./a.yaml, b c.yaml]}\n"));
  ASSERT_EQ(cases.size(), 3U);
  EXPECT_EQ(cases[1].plan.clients[0].policy.heartbeat.timeout, seconds(50));
  EXPECT_EQ(cases[2].plan.clients[0].policy.heartbeat.timeout, seconds(60));
  EXPECT_EQ(print(name_of(cases[1])), "client.profile=./a.yaml seed=1");
  const auto name = std::get<CaseName>(parse_case_name(print(name_of(cases[2]))));
  EXPECT_TRUE(matches(name, cases[2]));
  EXPECT_FALSE(matches(name, cases[1]));
}

// ---- mistakes ----------------------------------------------------------------------------------

TEST_F(ProfileFile, IsAnsweredWithItsOwnMistakesAndWhoNamesIt) {
  folder.write("own.yaml", "name: own\nheartbeat: {intervall: 5s}\n");
  EXPECT_EQ(mistakes("client: {profile: ./own.yaml}\n"),
            R"(scenario.yaml:2:19: error: the profile `./own.yaml` cannot be used
    2 | client: {profile: ./own.yaml}
      |                   ^~~~~~~~~~
      = what is wrong with it is listed with its own path
own.yaml:2:13: error: `heartbeat` has no key `intervall`
    2 | heartbeat: {intervall: 5s}
      |             ^~~~~~~~~
      = did you mean `interval`?
2 mistakes
)");
}

TEST_F(ProfileFile, TellsItsMistakesOnceHoweverOftenItIsNamed) {
  folder.write("own.yaml", "name: own\nheartbeat: {intervall: 5s}\n");
  folder.write("same.yaml", "name: same\nbased_on: ./own.yaml\n");
  const std::string answer = mistakes(
      "clients:\n  - {name: a, profile: own.yaml}\n  - {name: b, profile: ./own.yaml}\n"
      "  - {name: c, profile: same.yaml}\n");
  EXPECT_THAT(answer, AllOf(HasSubstr("scenario.yaml:3:"), HasSubstr("scenario.yaml:4:"),
                            HasSubstr("scenario.yaml:5:"), HasSubstr("same.yaml:2:11: error: ")));
  EXPECT_THAT(answer, HasSubstr("\n5 mistakes\n"));
}

TEST_F(ProfileFile, ThatIsNotThereIsNamed) {
  EXPECT_THAT(mistakes("client: {profile: ./nowhere.yaml}\n"),
              AllOf(HasSubstr("scenario.yaml:2:19: error: the profile `./nowhere.yaml` cannot"),
                    HasSubstr("nowhere.yaml: error: there is no such file\n")));
  EXPECT_THAT(mistakes("client: {profile: ./}\n"),
              HasSubstr("error: this is a folder, not a profile\n"));
  EXPECT_THAT(mistakes("client: {profile: /dev/zero}\n"), HasSubstr("this is no ordinary file"));
}

TEST_F(ProfileFile, MayNotBeBasedOnItself) {
  folder.write("a.yaml", "name: a\nbased_on: ./b.yaml\n");
  folder.write("b.yaml", "name: b\nbased_on: ./x/../a.yaml\n");
  folder.write("x/y", "");
  EXPECT_THAT(mistakes("client: {profile: a.yaml}\n"),
              HasSubstr("b.yaml:2:11: error: the profile `./x/../a.yaml` is based on itself\n"));
  folder.write("self.yaml", "name: self\nbased_on: link.yaml\n");
  std::filesystem::create_symlink("self.yaml", folder.path() / "link.yaml");
  const auto loaded = load_profile(folder.path() / "self.yaml");
  ASSERT_TRUE(std::holds_alternative<Diagnostics>(loaded));
  EXPECT_EQ(std::get<Diagnostics>(loaded).at(0).message,
            "the profile `link.yaml` is based on itself");
}

TEST_F(ProfileFile, MayNotBeTheEndOfAnEndlessChain) {
  for (int i = 0; i < 40; ++i) {
    folder.write(fmt::format("{}.yaml", i), fmt::format("name: p\nbased_on: {}.yaml\n", i + 1));
  }
  EXPECT_THAT(mistakes("client: {profile: 0.yaml}\n"),
              HasSubstr("15.yaml:2:11: error: more than 16 profiles are based on each other\n"));
}

TEST_F(ProfileFile, InThePlaceOfAScenarioIsRecognised) {
  for (const std::string text : {"name: own\nbased_on: hardened\n", "heartbeat.timeout: 5s\n"}) {
    const std::string answer = tests::mistakes_in(text);
    EXPECT_THAT(answer, HasSubstr("this is the profile of a client, not a scenario"));
    EXPECT_THAT(answer, testing::EndsWith("\n1 mistake\n"));
  }
  EXPECT_THAT(tests::mistakes_in("name: x\nclient: {}\nheartbeat.timeout: 5s\n"),
              HasSubstr("a scenario has no key `heartbeat`"));
}

}  // namespace
}  // namespace fishtank::plan
