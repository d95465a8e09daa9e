#include <gtest/gtest.h>

#include <regex>

#include "tests/helpers/source_tree.hpp"

/// Rules of the house that a compiler does not hold.
namespace fishtank {

namespace {

using tests::SourceFile;

/// Expects no line of code below the folder to match.
void expect_absent(std::string_view folder, const std::regex& forbidden, std::string_view why) {
  for (const SourceFile& file : tests::sources(folder)) {
    for (std::size_t index = 0; index < file.lines.size(); ++index) {
      std::smatch match;
      const std::string code = tests::code_of(file.lines[index]);
      EXPECT_FALSE(std::regex_search(code, match, forbidden))
          << file.path << ":" << index + 1 << " says " << match.str() << ": " << why;
    }
  }
}

/// The folders whose every move a run's fingerprint holds.
constexpr std::string_view kDeterministic[] = {"core",  "wire",     "server_mock", "plan",
                                               "trace", "onlooker", "stage",       "sim"};

TEST(HouseRules, WhatRunsInVirtualTimeReadsNoClock) {
  const std::regex clock(
      R"((steady|system|high_resolution|utc|file)_clock|\b(gettimeofday|clock_gettime|localtime)\b|<ctime>|std::time\b)");
  for (const auto folder : kDeterministic) {
    expect_absent(folder, clock, "time comes in with each input");
  }
}

TEST(HouseRules, WhatRunsInVirtualTimeStartsNoThread) {
  const std::regex thread(
      R"(std::(thread|jthread|async|mutex|atomic|condition_variable)|<(thread|mutex|future|atomic)>)");
  for (const auto folder : kDeterministic) {
    expect_absent(folder, thread, "a run is one thread's affair");
  }
}

TEST(HouseRules, ChanceComesFromOurOwnGeneratorOnly) {
  const std::regex chance(
      R"(random_device|mt19937|default_random_engine|std::\w+_distribution\b|<random>|\brand\()");
  for (const auto folder : kDeterministic) {
    expect_absent(folder, chance, "the standard's generators differ by library");
  }
}

/// Looking something up in a hash table harms nobody; who keeps one says that it does no more.
TEST(HouseRules, NothingIsWalkedInHashOrder) {
  constexpr std::string_view kPromise = "looked up, never walked";
  for (const auto folder : kDeterministic) {
    for (const SourceFile& file : tests::sources(folder)) {
      for (std::size_t index = 0; index < file.lines.size(); ++index) {
        const std::string& line = file.lines[index];
        if (tests::code_of(line).find("std::unordered_") == std::string::npos) continue;
        EXPECT_NE(line.find(kPromise), std::string::npos)
            << file.path << ":" << index + 1 << " does not say \"" << kPromise << "\"";
      }
    }
  }
}

TEST(HouseRules, AFileIsOneConcept) {
  constexpr std::size_t kLines = 400;
  for (const std::string& folder : tests::source_folders()) {
    for (const SourceFile& file : tests::sources(folder)) {
      EXPECT_LE(file.lines.size(), kLines) << file.path << " is longer than one concept";
    }
  }
}

TEST(HouseRules, EveryHeaderIsReadOnce) {
  for (const std::string& folder : tests::source_folders()) {
    for (const SourceFile& file : tests::sources(folder)) {
      if (!file.path.ends_with(".hpp")) continue;
      ASSERT_FALSE(file.lines.empty()) << file.path;
      EXPECT_EQ(file.lines.front(), "#pragma once") << file.path;
    }
  }
}

}  // namespace

}  // namespace fishtank
