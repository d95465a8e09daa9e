#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <sstream>

#include "tests/helpers/program.hpp"
#include "tests/helpers/source_tree.hpp"

/// Whole runs, written down line by line. Each file in tests/golden/ begins with its command and
/// goes on with the timeline that this command prints; whoever changes what a client does, or when,
/// sees here what his change means.
///
/// Run with FISHTANK_UPDATE_GOLDEN=1 to write the timelines anew, and read the difference before it
/// is committed. A new file needs its first line only.
namespace fishtank {

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = tests::source_root();
const fs::path kFolder = kRoot / "tests/golden";

/// A golden file, taken apart.
struct Golden {
  std::string command;  ///< "$ fishtank trace scenarios/smoke/connects.yaml"
  std::string timeline;
};

Golden read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  Golden golden;
  std::getline(in, golden.command);
  std::ostringstream rest;
  if (in.peek() != EOF) rest << in.rdbuf();
  golden.timeline = rest.str();
  return golden;
}

/// The words behind "$ fishtank", as a shell takes them: 'in quotes' they may have spaces.
std::vector<std::string> arguments_of(const std::string& command) {
  std::istringstream in(command);
  std::vector<std::string> words;
  for (std::string word; in >> std::quoted(word, '\'');) words.push_back(word);
  if (words.size() < 3 || words[0] != "$" || words[1] != "fishtank") return {};
  return {words.begin() + 2, words.end()};
}

/// The first line that differs, as it was and as it is; empty if none does.
std::string first_difference(const std::string& written, const std::string& now) {
  std::istringstream left(written);
  std::istringstream right(now);
  for (int number = 2;; ++number) {  // behind the command
    std::string before = "(nothing)";
    std::string after = "(nothing)";
    const bool more_left = static_cast<bool>(std::getline(left, before));
    const bool more_right = static_cast<bool>(std::getline(right, after));
    if (!more_left && !more_right) return {};
    if (more_left == more_right && before == after) continue;
    return "line " + std::to_string(number) + "\n- " + before + "\n+ " + after;
  }
}

std::vector<std::string> golden_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".txt") names.push_back(entry.path().stem());
  }
  std::ranges::sort(names);
  return names;
}

class GoldenTimeline : public testing::TestWithParam<std::string> {};

TEST_P(GoldenTimeline, IsAsWrittenDown) {
  const fs::path path = kFolder / (GetParam() + ".txt");
  const Golden golden = read(path);
  const auto arguments = arguments_of(golden.command);
  ASSERT_FALSE(arguments.empty()) << path << " does not begin with `$ fishtank trace FILE`";
  const tests::Outcome outcome = tests::run_fishtank(arguments, kRoot);
  ASSERT_EQ(outcome.exit_code, 0) << golden.command << '\n' << outcome.err;
  if (std::getenv("FISHTANK_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << golden.command << '\n' << outcome.out;
    return;
  }
  const std::string difference = first_difference(golden.timeline, outcome.out);
  EXPECT_TRUE(difference.empty())
      << path << ", " << difference
      << "\nIf that is how it should be: FISHTANK_UPDATE_GOLDEN=1 writes the file anew.";
}

INSTANTIATE_TEST_SUITE_P(Files, GoldenTimeline, testing::ValuesIn(golden_names()),
                         [](const auto& file) { return file.param; });

}  // namespace

}  // namespace fishtank
