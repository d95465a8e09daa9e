#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "plan/case_name.hpp"
#include "plan/scenario.hpp"
#include "sim/run.hpp"
#include "tests/helpers/source_tree.hpp"
#include "trace/verdict.hpp"
#include "trace/vocabulary.hpp"

/// The scenarios that we ship, as a whole: that they pass, and that they are what they promise.
namespace fishtank::sim {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = tests::source_root();

/// One file below scenarios/.
struct SuiteFile {
  fs::path path;  ///< from the root
  std::vector<std::string> lines;
  plan::ScenarioFile scenario;
};

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Every file that can be used, by path; one that cannot fails the test that asks.
std::vector<SuiteFile> suite() {
  std::vector<SuiteFile> files;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    if (entry.path().parent_path().filename() == "profiles") continue;
    plan::Loaded loaded = plan::load_file(entry.path(), trace::vocabulary());
    if (auto* scenario = std::get_if<plan::ScenarioFile>(&loaded)) {
      files.push_back(
          {fs::relative(entry.path(), kRoot), lines_of(entry.path()), std::move(*scenario)});
    } else {
      ADD_FAILURE() << plan::print(std::get<plan::Diagnostics>(loaded));
    }
  }
  std::ranges::sort(files, {}, &SuiteFile::path);
  return files;
}

/// Shows `look(plan, where)` every case of every file.
template <typename Look>
void for_each_case(Look look) {
  for (const SuiteFile& file : suite()) {
    for (const plan::Case& one : plan::expand(file.scenario)) {
      look(one.plan, file.path.string() + " --case '" + plan::print(plan::name_of(one)) + "'");
    }
  }
}

// ---- they run --------------------------------------------------------------------------------

TEST(Suite, EveryCaseGoesAsItsScenarioExpects) {
  for_each_case([](const plan::Plan& plan, const std::string& where) {
    for (const trace::Failure& failure : trace::judge(plan, run(plan)).failures) {
      ADD_FAILURE() << where << " line " << failure.mark.line << ": " << failure.expectation
                    << "\n  expected: " << failure.expected << "\n  happened: " << failure.happened;
    }
  });
}

TEST(Suite, EveryCaseIsTheSameOverBytesAndOverValues) {
  for_each_case([](const plan::Plan& plan, const std::string& where) {
    EXPECT_EQ(run(plan).fingerprint, run(plan, {.wire = true}).fingerprint) << where;
  });
}

// ---- they are readable -----------------------------------------------------------------------

TEST(Suite, HasSixtyScenariosAtLeastAndHalfOfThemHaveTwentySixLinesAtMost) {
  std::vector<std::size_t> lengths;
  for (const SuiteFile& file : suite()) lengths.push_back(file.lines.size());
  ASSERT_GE(lengths.size(), 60U);
  const auto median = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
  std::ranges::nth_element(lengths, median);
  EXPECT_LE(*median, 26U);
}

TEST(Suite, EveryFileTellsEditorsWhereItsSchemaIs) {
  constexpr std::string_view kPrefix = "# yaml-language-server: $schema=";
  for (const SuiteFile& file : suite()) {
    const std::string& first = file.lines.front();
    ASSERT_TRUE(first.starts_with(kPrefix)) << file.path;
    const fs::path schema = kRoot / file.path.parent_path() / first.substr(kPrefix.size());
    EXPECT_EQ(schema.lexically_normal(), kRoot / "schema/scenario.schema.json") << file.path;
  }
}

TEST(Suite, EveryFileSaysWhatItIsAboutAndHasTags) {
  for (const SuiteFile& file : suite()) {
    EXPECT_FALSE(file.scenario.about.empty()) << file.path << " has no `about`";
    EXPECT_FALSE(file.scenario.tags.empty()) << file.path << " has no `tags`";
  }
}

TEST(Suite, NoTwoFilesHaveTheSameName) {
  std::map<std::string, fs::path> named;
  for (const SuiteFile& file : suite()) {
    const auto [other, is_new] = named.emplace(file.scenario.name, file.path);
    EXPECT_TRUE(is_new) << file.path << " and " << other->second << ": " << file.scenario.name;
  }
}

// ---- they are complete -----------------------------------------------------------------------

TEST(Suite, UsesEveryFault) {
  std::set<std::string_view> used;
  for_each_case([&](const plan::Plan& plan, const std::string&) {
    for (const plan::Event& event : plan.timeline) {
      if (const auto* use = std::get_if<plan::FaultUse>(&event.action)) {
        used.insert(use->fault->name);
      }
    }
  });
  for (const plan::FaultSpec* fault : plan::faults()) {
    EXPECT_TRUE(used.contains(fault->name)) << "no scenario uses the fault " << fault->name;
  }
}

/// Checks that no policy makes this core violate: they watch for slips of the code, and
/// tests/trace/ shows with records made by hand that each of them bites.
const std::map<std::string_view, std::string_view> kOnlyBadCodeViolates{
    {"delivered_once", "it allows what the policy's own window and capacity allow"},
    {"failed_at_limit", "it takes the limit from the policy; there is no other way to FAILED"},
    {"no_stale_effect", "no policy listens to an old attempt"},
    {"nothing_after_closed", "no policy leaves anything running after CLOSED"},
    {"pushes_acknowledged", "no policy leaves out or delays an acknowledgement"},
    {"single_transport", "no policy opens a second transport"},
};

TEST(Suite, ShowsOfEveryCheckThatItBitesUnlessOnlyBadCodeViolatesIt) {
  std::set<std::string_view> bitten;
  const auto files = suite();
  for (const SuiteFile& file : files) {
    if (file.path.parent_path() != "scenarios/negative") continue;
    for (const auto& expectation : file.scenario.variants.front().plan.expectations) {
      const auto* violation = std::get_if<plan::ExpectViolation>(&expectation.what);
      if (violation != nullptr) bitten.insert(violation->check);
    }
  }
  for (const plan::CheckInfo& check : trace::vocabulary().checks) {
    EXPECT_NE(bitten.contains(check.name), kOnlyBadCodeViolates.contains(check.name))
        << check.name << ": either a scenario of negative/ expects it to be violated, or the table "
        << "says why none can";
  }
}

TEST(Suite, TheTableOfChecksThatNoScenarioViolatesNamesChecksOnly) {
  const auto checks = trace::vocabulary().checks;
  for (const auto& [name, why] : kOnlyBadCodeViolates) {
    EXPECT_NE(std::ranges::find(checks, name, &plan::CheckInfo::name), checks.end()) << name;
  }
}

}  // namespace
}  // namespace fishtank::sim
