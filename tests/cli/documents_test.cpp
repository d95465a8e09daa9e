#include <fmt/core.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "core/state.hpp"
#include "tests/helpers/program.hpp"

/// What the documents repeat from tables of the code is as the tables say.
namespace fishtank {

namespace {

/// The text of a file in docs/.
std::string document(const std::string& name) {
  const auto path = std::filesystem::path(FISHTANK_SOURCE_DIR) / "docs" / name;
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// The table of transitions as a Mermaid diagram.
std::string diagram_of_states() {
  std::string text = fmt::format("```mermaid\nstateDiagram-v2\n  [*] --> {}\n",
                                 core::name(core::State::disconnected));
  for (const core::Transition& arrow : core::transitions()) {
    text +=
        fmt::format("  {} --> {}: {}\n", core::name(arrow.from), core::name(arrow.to), arrow.when);
  }
  return text + fmt::format("  {} --> [*]\n```\n", core::name(core::State::closed));
}

TEST(Documents, FaultsAreAsTheRegistrySays) {
  EXPECT_TRUE(document("faults.md") == tests::run_fishtank({"faults", "--markdown"}).out)
      << "write it anew: ./fishtank faults --markdown > docs/faults.md";
}

TEST(Documents, ChecksAreAsTheirTableSays) {
  EXPECT_TRUE(document("checks.md") == tests::run_fishtank({"checks", "--markdown"}).out)
      << "write it anew: ./fishtank checks --markdown > docs/checks.md";
}

TEST(Documents, TheDiagramOfStatesHasTheArrowsOfTheTable) {
  const std::string diagram = diagram_of_states();
  EXPECT_NE(document("architecture.md").find(diagram), std::string::npos)
      << "the diagram must be:\n"
      << diagram;
}

}  // namespace

}  // namespace fishtank
