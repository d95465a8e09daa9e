#include "plan/schema.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "plan/fault.hpp"
#include "plan/policy_fields.hpp"
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

TEST(TheSchema, RefersOnlyToWhatItDefines) {
  const json whole = schema();
  for (const json& entry : whole.flatten()) {
    const std::string text = entry.is_string() ? entry.get<std::string>() : "";
    if (!text.starts_with("#/")) continue;
    EXPECT_TRUE(whole.contains(json::json_pointer(text.substr(1)))) << text;
  }
}

}  // namespace
}  // namespace fishtank::plan
