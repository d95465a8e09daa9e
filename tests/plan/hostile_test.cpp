#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "plan/node.hpp"
#include "tests/helpers/scenario_text.hpp"

namespace fishtank::plan {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(HostileText, ThatIsNestedDeeplyIsRefused) {
  const std::size_t many = 100'000;
  for (const std::string_view opening : {"[", "{a: ", "[{", "{", "[\n"}) {
    EXPECT_THAT(tests::mistakes_in("name: " + repeated(opening, many)),
                HasSubstr("more than 256 brackets are open here"));
  }
  EXPECT_THAT(tests::mistakes_in("name: " + repeated("[", 20) + repeated("]", 20)),
              HasSubstr("more than 16 lists and mappings in each other"));
  EXPECT_NE(tests::mistakes_in(repeated("- ", many)), "");
  EXPECT_NE(tests::mistakes_in(repeated("? ", many)), "");
  EXPECT_NE(tests::mistakes_in(repeated("a: ", many)), "");
}

TEST(HostileText, WithBlocksWithinBlocksIsRefused) {
  std::string text;
  for (std::size_t i = 0; i < 1'000; ++i) text += repeated(" ", i) + "a:\n";
  EXPECT_THAT(tests::mistakes_in(text), HasSubstr("more than 16 lists and mappings in each other"));
}

TEST(HostileText, ThatDoublesWithEachAliasIsRefused) {
  std::string text = "name: bomb\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    text += repeated(", " + last, 9) + "]\n";
  }
  EXPECT_THAT(tests::mistakes_in(text), HasSubstr("the document has more than 50000 values"));
}

TEST(HostileText, WhoseAliasContainsItselfIsRefused) {
  EXPECT_THAT(tests::mistakes_in("name: x\nclient: &a {heartbeat: *a}\n"),
              HasSubstr("this alias stands within its own anchor"));
}

TEST(HostileText, ThatIsNotUtf8NamesTheByte) {
  EXPECT_THAT(tests::mistakes_in("name: a\nabout: \xff\n"),
              HasSubstr("test.yaml:2:8: error: byte 16 of the file is not UTF-8"));
  EXPECT_THAT(tests::mistakes_in("name: \xc0\xaf\n"), HasSubstr("byte 7 of the file is not UTF-8"));
  EXPECT_THAT(tests::mistakes_in("name: \xed\xa0\x80\n"), HasSubstr("is not UTF-8"));
  EXPECT_THAT(tests::mistakes_in("name: \xe5\x9c"), HasSubstr("is not UTF-8"));
}

TEST(HostileText, WithANulByteIsRefused) {
  EXPECT_THAT(tests::mistakes_in(std::string_view("name: a\0b\n", 10)),
              HasSubstr("test.yaml:1:8: error: byte 8 of the file is NUL"));
}

TEST(HostileText, ThatIsEmptyOrNoMappingIsRefused) {
  EXPECT_THAT(tests::mistakes_in(""), StartsWith("test.yaml: error: the file is empty"));
  EXPECT_THAT(tests::mistakes_in("# only a comment\n"), StartsWith("test.yaml: error: the file"));
  EXPECT_THAT(tests::mistakes_in("just words\n"), HasSubstr("a scenario must be a mapping"));
}

TEST(HostileText, BeyondAMegabyteIsRefused) {
  EXPECT_THAT(tests::mistakes_in("name: " + std::string(kLongestFile, 'x')),
              HasSubstr("the file has more than 1048576 bytes"));
}

TEST(HostileText, OfManyValuesInOneLineIsAnswered) {
  EXPECT_NE(tests::mistakes_in("name: [" + repeated("\"x\", ", 190'000) + "]"), "");
  EXPECT_NE(tests::mistakes_in("{" + repeated("a: 1, ", 60'000) + "}"), "");
  EXPECT_NE(tests::mistakes_in("name: x\nclient: {" + repeated("<<: {a: 1}, ", 900) + "}\n"), "");
}

TEST(HostileText, ThatNamesMillionsOfClientsAgainAndAgainIsRefused) {
  std::string text = "name: x\nclients: [{name: a, count: 999999}, {name: b}]\ntimeline:\n";
  text += repeated("  - {at: 1s, fault: drop, clients: a}\n", 1'000);
  EXPECT_THAT(tests::mistakes_in(text), HasSubstr("more than 20000000 clients are named in all"));
}

TEST(AByteOrderMark, IsNoPartOfTheText) {
  EXPECT_EQ(tests::plan_in("\xef\xbb\xbfname: x\n").name, "x");
}

TEST(WindowsLineEndings, AreNoPartOfTheText) {
  EXPECT_EQ(tests::plan_in("name: x\r\nabout: y\r\n").about, "y");
}

class HostileFile : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("fishtank_hostile_file_" + std::to_string(getpid()));
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string answer(const std::filesystem::path& path) {
    const Loaded loaded = load_file(path, tests::kTestVocabulary);
    const auto* mistakes = std::get_if<Diagnostics>(&loaded);
    return mistakes == nullptr ? "" : mistakes->at(0).message;
  }

  std::filesystem::path folder_;
};

TEST_F(HostileFile, ThatIsNoOrdinaryFileIsNamed) {
  EXPECT_EQ(answer(folder_ / "missing.yaml"), "there is no such file");
  EXPECT_EQ(answer(folder_), "this is a folder, not a scenario file");
  EXPECT_EQ(answer("/dev/zero"), "this is no ordinary file");
  const auto pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(answer(pipe), "this is no ordinary file");
}

TEST_F(HostileFile, ThatMayNotBeReadIsNamed) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const auto path = folder_ / "secret.yaml";
  std::ofstream(path) << "name: x\n";
  std::filesystem::permissions(path, std::filesystem::perms::none);
  EXPECT_EQ(answer(path), "the file cannot be read");
}

TEST_F(HostileFile, ThatIsTooBigIsReadNoFurther) {
  const auto path = folder_ / "big.yaml";
  std::ofstream(path) << "name: x\n";
  std::filesystem::resize_file(path, std::uintmax_t{1} << 40);  // a hole
  EXPECT_EQ(answer(path), "the file has more than 1048576 bytes");
}

TEST_F(HostileFile, ThatIsGoodIsRead) {
  const auto path = folder_ / "good.yaml";
  std::ofstream(path) << tests::kGoodScenario;
  EXPECT_EQ(answer(path), "");
}

/// One mutation of a text: a byte, a line, or a stretch of it.
std::string mutated(std::string text) {
  if (text.empty()) return text;
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  const auto size = *rc::gen::inRange<std::size_t>(0, 12);
  switch (*rc::gen::inRange(0, 5)) {
    case 0: text[at] = *rc::gen::arbitrary<char>(); break;
    case 1: text[at] = *rc::gen::elementOf(std::string(":-{}[],&*!|>'\"%@#\n\t .0")); break;
    case 2: text.erase(at, size); break;
    case 3:
      text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), size));
      break;
    default: {
      const std::size_t begin = text.rfind('\n', at) + 1;
      text.erase(begin, text.find('\n', at) - begin);
    }
  }
  return text;
}

RC_GTEST_PROP(AMutatedScenario, IsAScenarioOrHasMistakesWithinTheFile, ()) {
  std::string text(tests::kGoodScenario);
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) text = mutated(std::move(text));
  const Loaded loaded = load(text, "test.yaml", tests::kTestVocabulary);
  const auto* mistakes = std::get_if<Diagnostics>(&loaded);
  if (mistakes == nullptr) {
    RC_ASSERT(!expand(std::get<ScenarioFile>(loaded)).empty());
    return;
  }
  RC_ASSERT(!mistakes->empty());
  const auto lines = static_cast<int>(std::ranges::count(text, '\n')) + 1;
  for (const Diagnostic& mistake : *mistakes) {
    RC_ASSERT(!mistake.message.empty());
    RC_ASSERT(mistake.mark.line >= 0 && mistake.mark.line <= lines);
    RC_ASSERT(mistake.mark.column >= (mistake.mark.line > 0 ? 1 : 0));
    RC_ASSERT(mistake.mark.column <= static_cast<int>(mistake.source_line.size()) + 2);
  }
}

}  // namespace
}  // namespace fishtank::plan
