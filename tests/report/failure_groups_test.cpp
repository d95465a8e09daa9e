#include "report/failure_groups.hpp"

#include <gtest/gtest.h>

#include "tests/report/suite_example.hpp"

namespace fishtank {

namespace {

using report::CaseResult;

/// The failed case of the example with that seed.
CaseResult failed_with(std::uint64_t seed) {
  CaseResult result = tests::suite_example().cases.front();
  result.seed = core::Seed{seed};
  return result;
}

std::vector<core::Seed> seeds(std::initializer_list<std::uint64_t> numbers) {
  std::vector<core::Seed> list;
  for (const std::uint64_t number : numbers) list.push_back(core::Seed{number});
  return list;
}

TEST(FailureGroups, HoldWhatFailsForTheSameReasonWhateverTheSeed) {
  std::vector<CaseResult> cases{failed_with(1), failed_with(2), failed_with(3)};
  cases[1].failures.front().happened = "something else, and later";
  const auto groups = report::failure_groups(cases);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].shown, 0U);
  EXPECT_EQ(groups[0].others, seeds({2, 3}));
}

TEST(FailureGroups, KeepApartOtherReasonsOtherSettingsAndOtherFiles) {
  std::vector<CaseResult> cases{failed_with(1), failed_with(2), failed_with(3), failed_with(4)};
  cases[1].failures.pop_back();
  cases[2].settings = "network.latency=200ms";
  cases[3].file = "scenarios/other.yaml";
  EXPECT_EQ(report::failure_groups(cases).size(), 4U);
}

TEST(FailureGroups, LeaveOutWhatPassed) {
  std::vector<CaseResult> cases{failed_with(1), failed_with(2)};
  cases[0].failures.clear();
  const auto groups = report::failure_groups(cases);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].shown, 1U);
}

TEST(FailureGroups, NameTheirSeedsInALine) {
  EXPECT_EQ(report::seeds_text(seeds({2, 3, 4, 7, 9, 10})), "2..4, 7, 9..10");
  EXPECT_EQ(report::seeds_text(seeds({1, 3, 5, 7, 9, 11, 13, 15})), "1, 3, 5, 7, 9, 11, 13, 15");
  EXPECT_EQ(report::seeds_text(seeds({1, 3, 5, 7, 9, 11, 13, 15, 17})),
            "1, 3, 5, 7, 9, 11, 13, 15, ...");
}

}  // namespace

}  // namespace fishtank
