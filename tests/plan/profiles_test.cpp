#include "plan/profiles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include "plan/read_profile.hpp"
#include "tests/helpers/source_tree.hpp"

/// The built-in profiles: all of scenarios/profiles/, complete and with a reason for each field.
namespace fishtank::plan {
namespace {

using core::Policy;
using testing::AnyOf;
using testing::HasSubstr;

TEST(Profiles, AreTheFilesOfTheirFolder) {
  std::set<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(tests::source_root() / "scenarios/profiles")) {
    files.insert(entry.path().stem());
  }
  std::set<std::string> names;
  for (const Profile& profile : profiles()) names.insert(profile.name);
  EXPECT_EQ(names, files);
  EXPECT_EQ(names.size(), profiles().size());
}

TEST(Profiles, AreSortedAndFoundByName) {
  EXPECT_TRUE(std::ranges::is_sorted(profiles(), {}, &Profile::name));
  for (const Profile& profile : profiles()) {
    EXPECT_EQ(find_profile(profile.name), &profile);
    EXPECT_EQ(profile.built_in, profile.name);
  }
  EXPECT_EQ(find_profile("xianyu"), nullptr);
}

TEST(Profiles, NameTheirSchemaForEditors) {
  for (const Profile& profile : profiles()) {
    std::ifstream file(tests::source_root() / "scenarios/profiles" / (profile.name + ".yaml"));
    std::string line;
    std::getline(file, line);
    EXPECT_EQ(line, "# yaml-language-server: $schema=../../schema/profile.schema.json")
        << profile.name;
  }
}

TEST(Profiles, SayWhatTheyAreAndWhyEachFieldIsSo) {
  for (const Profile& profile : profiles()) {
    EXPECT_NE(profile.about, "") << profile.name;
    for (const Choice& choice : profile.choices) {
      EXPECT_NE(choice.why, "") << profile.name << ": " << choice.field->name;
    }
  }
}

TEST(Profiles, SpellOutEveryFieldOfTheDocumentedConnectionAtItsDefault) {
  const Profile* documented = find_profile("xianyu-live");
  ASSERT_NE(documented, nullptr);
  EXPECT_EQ(documented->policy, Policy{});
  EXPECT_EQ(documented->policy, core::xianyu_live());
  std::vector<std::string_view> spelled_out;
  for (const Choice& choice : documented->choices) spelled_out.push_back(choice.field->name);
  std::vector<std::string_view> all;
  for (const PolicyField& field : policy_fields()) all.push_back(field.name);
  EXPECT_EQ(spelled_out, all);
}

TEST(Profiles, NameTheDefectForWhatShipsOtherwiseThanDocumented) {
  for (const std::string name : {"xianyu-live", "ws-client", "account-monitor"}) {
    const Profile* built = find_profile(name + "-as-built");
    ASSERT_NE(built, nullptr) << name;
    const auto differing = differing_fields(built->policy, find_profile(name)->policy);
    EXPECT_FALSE(differing.empty()) << name;
    for (const PolicyField* field : differing) {
      const auto choice = std::ranges::find(built->choices, field, &Choice::field);
      EXPECT_THAT(choice->why, AnyOf(HasSubstr("D-"), HasSubstr("protocol.md 6.1")))
          << name << ": " << field->name;
    }
  }
}

TEST(Profiles, MendEachDefectOfOneConnectionInTheHardenedOne) {
  std::string reasons;
  for (const Choice& choice : find_profile("hardened")->choices) reasons += choice.why + "\n";
  for (int defect = 1; defect <= 20; ++defect) {
    EXPECT_THAT(reasons, testing::ContainsRegex("D-" + std::to_string(defect) + "[^0-9]"));
  }
}

// ---- reading them ----------------------------------------------------------------------------

constexpr ProfileText kBase{"base", "name: base\nheartbeat.timeout: 40s # patience\n"};

TEST(BuiltInProfiles, AreBasedOnEachOtherInAnyOrder) {
  const ProfileText texts[]{
      {"a", "name: a\nbased_on: b\nheartbeat.interval: 7s\n"},
      {"b", "name: b\nbased_on: base\nreconnect: {max_failures: 9, network.base: 1s} # both\n"},
      kBase};
  const auto all = read_built_in(texts);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].name, "a");
  EXPECT_EQ(all[0].built_in, "a");
  EXPECT_EQ(all[0].policy.heartbeat.interval, core::seconds(7));
  EXPECT_EQ(all[0].policy.heartbeat.timeout, core::seconds(40));
  EXPECT_EQ(all[0].policy.reconnect.max_failures, 9);
  EXPECT_EQ(all[0].choices,
            (std::vector<Choice>{{find_policy_field("heartbeat.interval"), ""},
                                 {find_policy_field("heartbeat.timeout"), "patience"},
                                 {find_policy_field("reconnect.network.base"), "both"},
                                 {find_policy_field("reconnect.max_failures"), "both"}}));
}

TEST(BuiltInProfiles, HaveTheLastWordWithItsReason) {
  const ProfileText texts[]{
      kBase, {"own", "name: own\nbased_on: base\nheartbeat.timeout: 50s # more patience\n"}};
  EXPECT_EQ(read_built_in(texts).at(1).choices,
            (std::vector<Choice>{{find_policy_field("heartbeat.timeout"), "more patience"}}));
}

std::string complaint_about(std::span<const ProfileText> texts) {
  try {
    read_built_in(texts);
  } catch (const std::logic_error& error) {
    return error.what();
  }
  return "";
}

TEST(BuiltInProfiles, ThatAreWrongAreOurOwnFault) {
  const ProfileText mistaken[]{kBase, {"own", "name: own\nheartbeat.timeout: soon\n"}};
  EXPECT_THAT(complaint_about(mistaken), HasSubstr("own.yaml:2:20: error: "));
  const ProfileText misnamed[]{{"own", "name: other\n"}};
  EXPECT_THAT(complaint_about(misnamed), HasSubstr("own.yaml calls itself `other`"));
  const ProfileText in_a_circle[]{{"a", "name: a\nbased_on: b\n"}, {"b", "name: b\nbased_on: a\n"}};
  EXPECT_THAT(complaint_about(in_a_circle),
              HasSubstr("a.yaml:2:11: error: there is no profile `b`"));
}

}  // namespace
}  // namespace fishtank::plan
