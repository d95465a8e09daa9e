#include "plan/schema.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "plan/fault.hpp"
#include "plan/policy_fields.hpp"
#include "plan/profile_files.hpp"
#include "tests/helpers/scenario_text.hpp"

namespace fishtank::plan {
namespace {

using nlohmann::json;

json schema() { return json::parse(scenario_schema(tests::kTestVocabulary)); }

TEST(TheSchema, DescribesEveryFaultWithItsParameters) {
  const json forms = schema()["$defs"]["event"]["anyOf"];
  for (const FaultSpec* fault : faults()) {
    const auto form = std::ranges::find_if(forms, [&](const json& each) {
      return each["properties"].contains("fault") &&
             each["properties"]["fault"]["const"] == fault->name;
    });
    ASSERT_NE(form, forms.end()) << fault->name;
    EXPECT_EQ((*form)["properties"].contains("for"), fault->span == Span::period) << fault->name;
    for (const Parameter& parameter : fault->parameters) {
      const json& described = (*form)["properties"][std::string(parameter.name)];
      EXPECT_EQ(described["description"], parameter.about) << fault->name;
    }
  }
}

TEST(TheSchema, KnowsPolicyFieldsDottedAndNested) {
  const json client = schema()["$defs"]["client"]["properties"];
  for (const PolicyField& field : policy_fields()) {
    EXPECT_TRUE(client.contains(std::string(field.name))) << field.name;
  }
  EXPECT_TRUE(client["reconnect"]["properties"]["network"]["properties"].contains("base"));
}

TEST(TheSchema, KnowsTheVocabulary) {
  const std::string text = scenario_schema(tests::kTestVocabulary);
  EXPECT_NE(text.find("\"detection_latency.max\""), text.npos);
  EXPECT_NE(text.find("\"zombie\""), text.npos);
}

TEST(TheSchema, TakesABuiltInProfileByNameAndAnyOtherByPath) {
  const json forms = schema()["$defs"]["client"]["properties"]["profile"]["anyOf"];
  ASSERT_EQ(forms.size(), 2U);
  std::vector<std::string> names;
  for (const Profile& profile : profiles()) names.push_back(profile.name);
  EXPECT_EQ(forms[0]["enum"], json(names));
  const std::regex path(forms[1]["pattern"].get<std::string>());
  for (const std::string text :
       {"./mine", "a/b.yaml", "mine.yaml", "mine.yml", "hardened", "x.yaml.old"}) {
    EXPECT_EQ(std::regex_search(text, path), is_profile_path(text)) << text;
  }
}

TEST(TheSchema, OfProfilesKnowsTheirKeysAndPolicyFields) {
  const json whole = json::parse(profile_schema());
  EXPECT_EQ(whole["required"], json({"name"}));
  for (const std::string key : {"name", "about", "based_on", "heartbeat", "heartbeat.interval"}) {
    EXPECT_TRUE(whole["properties"].contains(key)) << key;
  }
  EXPECT_EQ(whole["properties"]["based_on"]["anyOf"],
            schema()["$defs"]["client"]["properties"]["profile"]["anyOf"]);
  EXPECT_FALSE(whole["properties"].contains("timeline"));
}

TEST(TheSchema, RefersOnlyToWhatItDefines) {
  for (const json& whole : {schema(), json::parse(profile_schema())}) {
    for (const json& entry : whole.flatten()) {
      const std::string text = entry.is_string() ? entry.get<std::string>() : "";
      if (!text.starts_with("#/")) continue;
      EXPECT_TRUE(whole.contains(json::json_pointer(text.substr(1)))) << text;
    }
  }
}

}  // namespace
}  // namespace fishtank::plan
