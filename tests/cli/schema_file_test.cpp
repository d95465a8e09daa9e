#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "plan/schema.hpp"
#include "tests/helpers/source_tree.hpp"
#include "trace/vocabulary.hpp"

/// The files in schema/, which scenarios and profiles name in their first lines. Run with
/// FISHTANK_UPDATE_GOLDEN=1 to write them anew.
namespace fishtank {

namespace {

void expect_written(const std::string& name, const std::string& schema) {
  const auto file = tests::source_root() / "schema" / name;
  if (std::getenv("FISHTANK_UPDATE_GOLDEN") != nullptr) std::ofstream(file) << schema;
  std::ostringstream written;
  written << std::ifstream(file, std::ios::binary).rdbuf();
  EXPECT_TRUE(written.str() == schema) << name << ": write it anew with `fishtank schema`";
}

TEST(SchemaFile, OfScenariosIsMadeFromTheTablesOfFaultsPoliciesMetricsAndChecks) {
  expect_written("scenario.schema.json", plan::scenario_schema(trace::vocabulary()));
}

TEST(SchemaFile, OfProfilesIsMadeFromTheTableOfPolicies) {
  expect_written("profile.schema.json", plan::profile_schema());
}

}  // namespace

}  // namespace fishtank
