#include <fmt/core.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/helpers/program.hpp"
#include "tests/helpers/source_tree.hpp"
#include "trace/watch_list.hpp"

/// What the documents repeat from tables of the code is as the tables say. Run with
/// FISHTANK_UPDATE_GOLDEN=1 to write them anew.
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

/// Expects what stands there in the document to be what that command prints.
void expect_printed(const std::string& name, std::size_t begin, std::size_t end,
                    const std::vector<std::string>& command) {
  const std::string text = document(name);
  const std::string part = tests::run_fishtank(command).out;
  if (std::getenv("FISHTANK_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kFolder / name) << text.substr(0, begin) << part << text.substr(end);
  }
  EXPECT_EQ(document(name), text.substr(0, begin) + part + text.substr(end));
}

/// Expects the document to hold what that command prints between those two lines, which stand in
/// it once and are part of what is printed.
void expect_part_generated(const std::string& name, const std::string& first,
                           const std::string& last, const std::vector<std::string>& command) {
  const std::string text = document(name);
  const std::size_t begin = text.find(first);
  ASSERT_NE(begin, text.npos) << name << " has no line " << first;
  const std::size_t close = text.find(last, begin + first.size());
  ASSERT_NE(close, text.npos) << name << " has no line " << last;
  expect_printed(name, begin, close + last.size(), command);
}

/// Expects the document's table with that head to be what that command prints.
void expect_table_generated(const std::string& name, const std::string& head,
                            const std::vector<std::string>& command) {
  const std::string text = document(name);
  const std::size_t begin = text.find(head);
  ASSERT_NE(begin, text.npos) << name << " has no table with the head " << head;
  expect_printed(name, begin, text.find("\n\n", begin) + 1, command);
}

TEST(Documents, FaultsAreAsTheRegistrySays) {
  expect_generated("faults.md", {"faults", "--markdown"});
}

TEST(Documents, ChecksAreAsTheirTableSays) {
  expect_generated("checks.md", {"checks", "--markdown"});
}

TEST(Documents, ChecksOfServeAreAsTheirTableSays) {
  expect_table_generated("serving.md", "| check | what must be | its bound |\n",
                         {"checks", "--serve", "--markdown"});
}

TEST(Documents, RareSituationsAreAsTheirTablesSay) {
  expect_generated("sometimes.md", {"sometimes", "--markdown"});
}

/// The watch list as a table; a document holds its lines one below the other.
std::string table_of_the_watch_list() {
  std::string text;
  for (const trace::WatchSpec& spec : trace::watch_specs()) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", spec.name, trace::good_range(spec),
                        trace::alarm_range(spec), spec.about);
  }
  return text;
}

TEST(Documents, TheWatchListHasTheLimitsOfItsTable) {
  const std::string table = table_of_the_watch_list();
  EXPECT_NE(document("watching.md").find("| --- | --- | --- | --- |\n" + table + "\n"),
            std::string::npos)
      << "the table must be:\n"
      << table;
}

TEST(Documents, TheDiagramOfStatesIsWhatTheCommandPrints) {
  expect_part_generated("architecture.md", "```mermaid\nstateDiagram-v2\n", "```\n",
                        {"states", "--markdown"});
}

TEST(Documents, ProfilesAreAsTheirFilesSay) {
  expect_generated("profiles.md", {"profiles", "--markdown"});
}

}  // namespace

}  // namespace fishtank
