#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "plan/schema.hpp"

/// schema/scenario.schema.json is what `fishtank schema` prints. The names of metrics and checks
/// belong to trace/, which this program does not link: here they are taken from the file itself,
/// and all the rest must be as the tables of plan/ say. FISHTANK_UPDATE_GOLDEN=1 writes the file
/// anew with those names.
namespace fishtank::plan {
namespace {

using nlohmann::json;

const std::filesystem::path kFile = FISHTANK_SOURCE_DIR "/schema/scenario.schema.json";

std::string contents() {
  std::ostringstream text;
  text << std::ifstream(kFile, std::ios::binary).rdbuf();
  return text.str();
}

/// The words that the file allows behind a key of an expectation.
std::vector<std::string> words_of(const json& schema, const std::string& key) {
  for (const json& form : schema["$defs"]["expectation"]["anyOf"]) {
    if (form["properties"].contains(key)) return form["properties"][key]["enum"];
  }
  return {};
}

/// The metrics whose names give just those words. Their units are not in the schema.
std::vector<MetricInfo> metrics_of(const std::vector<std::string>& words) {
  std::vector<MetricInfo> metrics;
  for (const std::string_view word : words) {
    const std::size_t dot = word.find('.');
    const std::string_view name = word.substr(0, dot);
    if (!metrics.empty() && metrics.back().name == name) continue;
    metrics.push_back({.name = name, .about = {}, .is_distribution = dot != word.npos});
  }
  return metrics;
}

TEST(TheSchemaFile, IsAsTheTablesSay) {
  const std::string text = contents();
  const json schema = json::parse(text, nullptr, false);
  ASSERT_TRUE(schema.is_object()) << "write it with `fishtank schema`";
  const auto metric_words = words_of(schema, "metric");
  const auto check_words = words_of(schema, "violation");
  const auto metrics = metrics_of(metric_words);
  std::vector<CheckInfo> checks;
  for (const std::string& word : check_words) checks.push_back({.name = word, .about = {}});

  const std::string expected = scenario_schema({.metrics = metrics, .checks = checks});
  if (std::getenv("FISHTANK_UPDATE_GOLDEN") != nullptr) std::ofstream(kFile) << expected;
  EXPECT_TRUE(contents() == expected) << "write it anew with `fishtank schema`";
}

}  // namespace
}  // namespace fishtank::plan
