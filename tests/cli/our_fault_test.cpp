#include "cli/our_fault.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace fishtank {

namespace {

/// What a broken assert does.
void abort_after_setup() {
  char program[] = "fishtank";
  char command[] = "run";
  char* arguments[] = {program, command};
  cli::report_crashes(2, arguments);
  std::abort();
}

TEST(OurFault, ABrokenAssertEndsWithCodeThreeAndWhatToReport) {
  EXPECT_EXIT(abort_after_setup(), testing::ExitedWithCode(3),
              "defect of Fishtank.*\n.*version: .*\n.*command: fishtank run\n");
}

void abort_in_a_case() {
  const cli::UnderWay suite("fishtank run scenarios");
  const cli::UnderWay one("fishtank run scenarios/x.yaml --case seed=7");
  abort_after_setup();
}

TEST(OurFault, ABrokenAssertNamesTheCaseInWhichItBroke) {
  EXPECT_EXIT(abort_in_a_case(), testing::ExitedWithCode(3),
              "command: fishtank run\n.*case: +fishtank run scenarios/x.yaml --case seed=7\n$");
}

}  // namespace

}  // namespace fishtank
