#include <fmt/core.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/state.hpp"
#include "tests/helpers/program.hpp"
#include "tests/helpers/source_tree.hpp"

/// What the documents repeat from tables of the code is as the tables say. Run with
/// FISHTANK_UPDATE_GOLDEN=1 to write those anew that are nothing but such a table.
namespace fishtank {

namespace {

namespace fs = std::filesystem;

const fs::path kFolder = tests::source_root() / "docs";

/// The text of a document.
std::string document(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(kFolder / name, std::ios::binary).rdbuf();
  return text.str();
}

/// Expects the document to be what that command prints.
void expect_generated(const std::string& name, const std::vector<std::string>& command) {
  const std::string text = tests::run_fishtank(command).out;
  if (std::getenv("FISHTANK_UPDATE_GOLDEN") != nullptr) std::ofstream(kFolder / name) << text;
  EXPECT_EQ(document(name), text);
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
  expect_generated("faults.md", {"faults", "--markdown"});
}

TEST(Documents, ChecksAreAsTheirTableSays) {
  expect_generated("checks.md", {"checks", "--markdown"});
}

TEST(Documents, ProfilesAreAsTheirFilesSay) {
  expect_generated("profiles.md", {"profiles", "--markdown"});
}

TEST(Documents, TheDiagramOfStatesHasTheArrowsOfTheTable) {
  const std::string diagram = diagram_of_states();
  EXPECT_NE(document("architecture.md").find(diagram), std::string::npos)
      << "the diagram must be:\n"
      << diagram;
}

}  // namespace

}  // namespace fishtank
