#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/helpers/source_tree.hpp"

/// Who may include whom: the arrows of docs/architecture.md, held.
namespace fishtank {

namespace {

using tests::Include;
using tests::SourceFile;

/// A folder and those it may include beside itself. What a folder's own folders include is no
/// secret: who may include `plan` may name the `core` types that plan's headers are made of.
const std::map<std::string, std::set<std::string>> kMayInclude{
    {"core", {}},
    {"wire", {"core"}},
    {"server_mock", {"core"}},
    {"plan", {"core"}},
    {"trace", {"core", "plan"}},
    {"onlooker", {"core", "plan", "trace"}},
    {"stage", {"core", "wire", "server_mock", "plan", "trace"}},
    {"sim", {"core", "wire", "server_mock", "plan", "trace", "stage"}},
    {"net", {}},
    {"live", {"core", "wire", "server_mock", "plan", "trace", "stage", "net"}},
    {"serve", {"core", "wire", "server_mock", "plan", "trace", "onlooker", "stage", "net", "live"}},
    {"explore", {"core", "plan", "sim", "trace"}},
    {"report", {"core", "plan", "trace", "explore"}},
    {"cli",
     {"core", "wire", "server_mock", "plan", "trace", "onlooker", "stage", "sim", "net", "live",
      "serve", "explore", "report"}},
};

/// These read everything and nobody reads them.
const std::set<std::string> kOutside{"bench", "tests"};

std::string folder_of(const Include& include) {
  return include.path.substr(0, include.path.find('/'));
}

/// "core/time.hpp:3 includes <fmt/core.h>": where it stands, for the one who has to mend it.
std::string describe(const SourceFile& file, const Include& include) {
  return file.path + ":" + std::to_string(include.line) + " includes " + include.path;
}

TEST(Architecture, EveryFolderWithSourcesHasItsPlaceInTheTable) {
  for (const std::string& folder : tests::source_folders()) {
    EXPECT_TRUE(kMayInclude.contains(folder) || kOutside.contains(folder))
        << folder << "/ is not in the table of this test; say there whom it may include";
  }
}

TEST(Architecture, AFolderIncludesOnlyThoseItMay) {
  for (const auto& [folder, others] : kMayInclude) {
    for (const SourceFile& file : tests::sources(folder)) {
      for (const Include& include : file.includes()) {
        if (!include.is_quoted || folder_of(include) == folder) continue;
        EXPECT_TRUE(others.contains(folder_of(include))) << describe(file, include);
      }
    }
  }
}

TEST(Architecture, NoArrowOfTheTableGoesInACircle) {
  for (const auto& [folder, others] : kMayInclude) {
    for (const std::string& other : others) {
      EXPECT_FALSE(kMayInclude.at(other).contains(folder)) << folder << " and " << other;
    }
  }
}

TEST(Architecture, TheCoreIncludesTheStandardLibraryAndItselfOnly) {
  for (const SourceFile& file : tests::sources("core")) {
    for (const Include& include : file.includes()) {
      // A header of the standard C++ library has neither folder nor extension.
      const bool is_standard = include.path.find_first_of("./") == std::string::npos;
      EXPECT_TRUE(include.is_quoted || is_standard) << describe(file, include);
    }
  }
}

TEST(Architecture, OurHeadersAreIncludedFromTheRoot) {
  for (const std::string& folder : tests::source_folders()) {
    for (const SourceFile& file : tests::sources(folder)) {
      for (const Include& include : file.includes()) {
        if (!include.is_quoted) continue;
        EXPECT_NE(include.path.find('/'), std::string::npos) << describe(file, include);
        EXPECT_EQ(include.path.find(".."), std::string::npos) << describe(file, include);
      }
    }
  }
}

}  // namespace

}  // namespace fishtank
