#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "tests/helpers/program.hpp"
#include "tests/helpers/source_tree.hpp"

/// The same plan and the same seed give the same run: in another process, with other jobs, over
/// bytes, and whatever surrounds the program.
namespace fishtank {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using tests::Outcome;
using tests::run_fishtank;
using tests::TemporaryFolder;

using Environment = std::vector<std::pair<std::string, std::string>>;

/// What a process of its own writes about all cases below a folder, a line each.
std::string fingerprints(const std::string& folder, const std::vector<std::string>& options,
                         const Environment& environment = {}) {
  const TemporaryFolder scratch;
  tests::Invocation invocation;
  invocation.folder = tests::source_root();
  invocation.environment = environment;
  invocation.arguments = {"run", folder, "--fingerprints", scratch.path() / "all.txt"};
  invocation.arguments.insert(invocation.arguments.end(), options.begin(), options.end());
  const Outcome outcome = tests::run_fishtank_with(invocation);
  EXPECT_EQ(outcome.err, "");
  return scratch.read("all.txt");
}

TEST(Determinism, NeitherTheProcessNorTheNumberOfJobsChangesARun) {
  const std::string one = fingerprints("scenarios", {"--jobs", "1"});
  EXPECT_THAT(one, HasSubstr(" scenarios/smoke/connects.yaml seed=1\n"));
  EXPECT_EQ(fingerprints("scenarios", {"--jobs", "1"}), one);
  EXPECT_EQ(fingerprints("scenarios", {"--jobs", "2"}), one);
}

TEST(Determinism, BytesOnTheWireChangeNoRun) {
  EXPECT_EQ(fingerprints("scenarios/smoke", {"--wire", "--jobs", "2"}),
            fingerprints("scenarios/smoke", {"--jobs", "1"}));
}

TEST(Determinism, NeitherPlaceNorLanguageNorOldMemoryChangesARun) {
  // glibc fills what it gives out and takes back with the byte: whoever reads what he has not
  // written reads something else each time.
  const Environment kolkata{
      {"TZ", "Asia/Kolkata"}, {"LC_ALL", "de_DE.UTF-8"}, {"MALLOC_PERTURB_", "165"}};
  const Environment chatham{
      {"TZ", "Pacific/Chatham"}, {"LC_ALL", "tr_TR.UTF-8"}, {"MALLOC_PERTURB_", "90"}};
  EXPECT_EQ(fingerprints("scenarios/smoke", {}, kolkata),
            fingerprints("scenarios/smoke", {}, chatham));
}

Outcome diff_of_seeds(const std::string& left, const std::string& right) {
  return run_fishtank({"diff", "scenarios/smoke/connects.yaml", "--seed", left, "--seed", right},
                      tests::source_root());
}

TEST(Determinism, TheSameSeedLeavesTheSameRecords) {
  const Outcome outcome = diff_of_seeds("7", "7");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("identical: "));
}

TEST(Determinism, AnotherSeedDiffersFirstWhereChanceFirstHasASay) {
  // On a link without jitter that is the token which the service makes up.
  const Outcome outcome = diff_of_seeds("7", "8");
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("client  asks for a token\n- "),
                                 HasSubstr("\n-        320ms  client  token: success"),
                                 HasSubstr("\n+        320ms  client  token: success")));
}

}  // namespace

}  // namespace fishtank
