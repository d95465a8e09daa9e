#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

#include "core/state.hpp"
#include "tests/helpers/program.hpp"

/// `fishtank states`: the one table of transitions, for people, for Graphviz and for documents.
namespace fishtank {

namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::StartsWith;
using tests::Outcome;
using tests::run_fishtank;

/// "CONNECTED RECONNECTING the condition" of each arrow of the table.
std::multiset<std::string> arrows_of_the_table() {
  std::multiset<std::string> arrows;
  for (const core::Transition& arrow : core::transitions()) {
    arrows.insert(
        fmt::format("{} {} {}", core::name(arrow.from), core::name(arrow.to), arrow.when));
  }
  return arrows;
}

/// The same of each match of a pattern with three groups: from, to, when.
std::multiset<std::string> arrows_in(const std::string& text, const std::string& pattern) {
  std::multiset<std::string> arrows;
  const std::regex arrow(pattern);
  for (std::sregex_iterator it(text.begin(), text.end(), arrow), end; it != end; ++it) {
    arrows.insert(fmt::format("{} {} {}", it->str(1), it->str(2), it->str(3)));
  }
  return arrows;
}

TEST(States, AreListedWithEveryArrowOfTheTable) {
  const std::string text = run_fishtank({"states"}).out;
  EXPECT_EQ(arrows_in(text, "([A-Z]+) +([A-Z]+) +[a-z]+ +([^\n]*[^\n ])\n"), arrows_of_the_table());
}

TEST(States, AreListedWithTheLevelOfTheOneEntered) {
  const std::string text = run_fishtank({"states"}).out;
  EXPECT_THAT(text, ContainsRegex("CONNECTING +FAILED +error "));
  EXPECT_THAT(text, ContainsRegex("CONNECTED +RECONNECTING +warning "));
  EXPECT_THAT(text, ContainsRegex("CONNECTING +CONNECTED +success "));
  EXPECT_THAT(text, ContainsRegex("FAILED +CLOSED +info "));
}

TEST(States, AreAPictureForGraphvizWithEveryArrowOfTheTable) {
  const std::string text = run_fishtank({"states", "--dot"}).out;
  EXPECT_THAT(text, StartsWith("digraph states {\n"));
  EXPECT_THAT(text, HasSubstr("  FAILED [fillcolor=lightcoral];\n"));
  EXPECT_EQ(arrows_in(text, "([A-Z]+) -> ([A-Z]+) \\[label=\"([^\"]*)\"\\];\n"),
            arrows_of_the_table());
}

TEST(States, AreOnePictureAtATime) {
  const Outcome outcome = run_fishtank({"states", "--dot", "--markdown"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--dot"));
}

}  // namespace

}  // namespace fishtank
