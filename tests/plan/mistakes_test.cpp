#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "plan/read_profile.hpp"
#include "tests/helpers/scenario_text.hpp"
#include "tests/helpers/source_tree.hpp"

/// Every kind of mistake has a file in tests/plan/mistakes/ (those in profiles in
/// profile_mistakes/) and, beside it, what is said about it. Run with FISHTANK_UPDATE_GOLDEN=1 to
/// write the answers anew, and read the difference before it is committed.
namespace fishtank::plan {
namespace {

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::filesystem::path folder(std::string_view name) {
  return tests::source_root() / "tests/plan" / name;
}

std::vector<std::string> names_in(std::string_view folder_name) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder(folder_name))) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem());
  }
  std::ranges::sort(names);
  return names;
}

/// Expects what is said about a file, as `read` reads it, to be what stands beside it.
template <typename Read>
void expect_answer(const std::filesystem::path& folder, const std::string& name, Read read) {
  const auto golden = folder / (name + ".txt");
  const auto loaded = read(contents(folder / (name + ".yaml")), name + ".yaml");
  ASSERT_TRUE(std::holds_alternative<Diagnostics>(loaded)) << "the file has no mistake";
  const std::string answer = print(std::get<Diagnostics>(loaded));
  if (std::getenv("FISHTANK_UPDATE_GOLDEN") != nullptr) std::ofstream(golden) << answer;
  EXPECT_EQ(answer, contents(golden));
}

class Mistakes : public ::testing::TestWithParam<std::string> {};

TEST_P(Mistakes, AreAllAnsweredAsWrittenDown) {
  expect_answer(folder("mistakes"), GetParam(),
                [](const std::string& text, const std::string& name) {
                  return load(text, name, tests::kTestVocabulary);
                });
}

INSTANTIATE_TEST_SUITE_P(Files, Mistakes, ::testing::ValuesIn(names_in("mistakes")),
                         [](const auto& file) { return file.param; });

class ProfileMistakes : public ::testing::TestWithParam<std::string> {};

TEST_P(ProfileMistakes, AreAllAnsweredAsWrittenDown) {
  expect_answer(folder("profile_mistakes"), GetParam(),
                [](const std::string& text, const std::string& name) {
                  return read_profile(text, name, [](Reading& reading, const Node& node) {
                    return choose_profile(reading, node, profiles());
                  });
                });
}

INSTANTIATE_TEST_SUITE_P(Files, ProfileMistakes, ::testing::ValuesIn(names_in("profile_mistakes")),
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
