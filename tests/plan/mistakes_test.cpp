#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/helpers/scenario_text.hpp"
#include "tests/helpers/source_tree.hpp"

/// Every kind of mistake has a file in tests/plan/mistakes/ and, beside it, what is said about it.
/// Run with FISHTANK_UPDATE_GOLDEN=1 to write the answers anew, and read the difference before it
/// is committed.
namespace fishtank::plan {
namespace {

const std::filesystem::path kFolder = tests::source_root() / "tests/plan/mistakes";

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> scenario_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem());
  }
  std::ranges::sort(names);
  return names;
}

class Mistakes : public ::testing::TestWithParam<std::string> {};

TEST_P(Mistakes, AreAllAnsweredAsWrittenDown) {
  const auto yaml = kFolder / (GetParam() + ".yaml");
  const auto golden = kFolder / (GetParam() + ".txt");
  const Loaded loaded = load(contents(yaml), GetParam() + ".yaml", tests::kTestVocabulary);
  ASSERT_TRUE(std::holds_alternative<Diagnostics>(loaded)) << "the file has no mistake";
  const std::string answer = print(std::get<Diagnostics>(loaded));
  if (std::getenv("FISHTANK_UPDATE_GOLDEN") != nullptr) std::ofstream(golden) << answer;
  EXPECT_EQ(answer, contents(golden));
}

INSTANTIATE_TEST_SUITE_P(Files, Mistakes, ::testing::ValuesIn(scenario_names()),
                         [](const auto& file) { return file.param; });

TEST(Mistake, PointsAtTheWordEvenBehindWideCharacters) {
  const std::string answer = tests::mistakes_in("{name: 在吗, nane: x}\n");
  // 在吗 takes four columns of a terminal but is two characters: column 12, below the n of `nane`.
  EXPECT_THAT(answer, ::testing::HasSubstr("test.yaml:1:12: error: a scenario has no key `nane`"));
  EXPECT_THAT(answer, ::testing::HasSubstr("\n      |              ^~~~\n"));
}

TEST(Mistake, ShownInSeveralCasesIsToldOnce) {
  const std::string answer = tests::mistakes_in(
      "name: x\nmatrix: {network.latency: [1ms, 2ms, 3ms]}\nclient: {count: none}\n");
  EXPECT_THAT(answer, ::testing::EndsWith("\n1 mistake\n"));
}

TEST(Mistake, ListsStopAtAHundred) {
  std::string text = "name: x\ntimeline:\n";
  for (int i = 0; i < 500; ++i) text += "  - {at: 1s, fault: nothing_of_that_name}\n";
  EXPECT_THAT(tests::mistakes_in(text), ::testing::EndsWith("\n100 mistakes\n"));
}

}  // namespace
}  // namespace fishtank::plan
