#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "plan/schema.hpp"
#include "tests/helpers/source_tree.hpp"
#include "trace/vocabulary.hpp"

/// schema/scenario.schema.json, which every scenario names in its first line. Run with
/// FISHTANK_UPDATE_GOLDEN=1 to write it anew.
namespace fishtank {

namespace {

const std::filesystem::path kFile = tests::source_root() / "schema/scenario.schema.json";

TEST(SchemaFile, IsMadeFromTheTablesOfFaultsPoliciesMetricsAndChecks) {
  const std::string schema = plan::scenario_schema(trace::vocabulary());
  if (std::getenv("FISHTANK_UPDATE_GOLDEN") != nullptr) std::ofstream(kFile) << schema;
  std::ostringstream written;
  written << std::ifstream(kFile, std::ios::binary).rdbuf();
  EXPECT_TRUE(written.str() == schema) << "write it anew with `fishtank schema`";
}

}  // namespace

}  // namespace fishtank
