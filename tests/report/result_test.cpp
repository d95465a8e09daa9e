#include "report/result.hpp"

#include <gtest/gtest.h>

#include "report/report.hpp"
#include "tests/report/suite_example.hpp"

namespace fishtank {

namespace {

TEST(SuiteFingerprint, DependsOnEveryCaseAndOnTheirOrder) {
  const report::SuiteResult suite = tests::suite_example();
  report::SuiteResult swapped = suite;
  std::swap(swapped.cases[1], swapped.cases[2]);
  report::SuiteResult changed = suite;
  changed.cases[1].fingerprint = trace::Fingerprint{99};
  EXPECT_NE(report::fingerprint(suite), report::fingerprint(swapped));
  EXPECT_NE(report::fingerprint(suite), report::fingerprint(changed));
}

TEST(SuiteFingerprint, DoesNotDependOnWhereTheFilesStandOrHowLongItTook) {
  const report::SuiteResult suite = tests::suite_example();
  report::SuiteResult moved = suite;
  for (report::CaseResult& one : moved.cases) one.file = "/elsewhere/" + one.file;
  moved.wall = core::seconds(1);
  EXPECT_EQ(report::fingerprint(suite), report::fingerprint(moved));
}

TEST(Fingerprints, AreALineForEachCase) {
  EXPECT_EQ(report::fingerprints(tests::suite_example()),
            "0123456789abcdef scenarios/silence.yaml seed=1\n"
            "0000000000000002 scenarios/silence.yaml seed=2\n"
            "0000000000000003 scenarios/odd?[31m.yaml seed=2\n");
}

}  // namespace

}  // namespace fishtank
