#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/scenarios.hpp"
#include "tests/helpers/program.hpp"

/// The commands that look into a case: print, trace, diff, schema.
namespace fishtank {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;
using tests::Outcome;
using tests::run_fishtank;
using tests::TemporaryFolder;

class Inspect : public testing::Test {
 protected:
  Inspect() {
    folder.write("connects.yaml", tests::kPassing);
    folder.write("fails.yaml", tests::kFailing);
  }

  Outcome call(const std::vector<std::string>& arguments) const {
    return run_fishtank(arguments, folder.path());
  }

  TemporaryFolder folder;
};

TEST_F(Inspect, WhatPrintGivesIsAScenarioThatRunsTheSame) {
  const Outcome printed =
      call({"print", "connects.yaml", "--case", "network.latency=200ms seed=2"});
  ASSERT_EQ(printed.exit_code, 0) << printed.err;
  folder.write("printed.yaml", printed.out);
  const Outcome outcome = call({"diff", "connects.yaml", "printed.yaml", "--case",
                                "network.latency=200ms seed=2", "--case", "seed=2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("identical: "));
}

TEST_F(Inspect, OneOfSeveralCasesHasToBeChosen) {
  for (const std::string command : {"print", "trace"}) {
    const Outcome outcome = call({command, "connects.yaml"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("--case 'network.latency=20ms seed=1'"));
  }
}

TEST_F(Inspect, WhatIsNoCaseOrNoSeedIsSaidOfItsOption) {
  EXPECT_THAT(call({"trace", "fails.yaml", "--case", "x"}).err,
              HasSubstr("--case: `x` names no case"));
  EXPECT_THAT(call({"trace", "fails.yaml", "--seed", "x"}).err, HasSubstr("--seeds x: is no seed"));
}

TEST_F(Inspect, TraceShowsStatesFaultsAndHeartbeats) {
  const Outcome outcome = call({"trace", "fails.yaml"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("CONNECTING -> CONNECTED"), HasSubstr("fault drop begins"),
                    HasSubstr("CONNECTED -> RECONNECTING"), HasSubstr("heartbeat")));
}

TEST_F(Inspect, TraceShowsMoreWithAll) {
  EXPECT_GT(call({"trace", "fails.yaml", "--all"}).out.size(),
            call({"trace", "fails.yaml"}).out.size());
}

TEST_F(Inspect, TraceForProgramsIsAnObjectALine) {
  std::istringstream lines(call({"trace", "fails.yaml", "--json", "--all"}).out);
  std::int64_t before = 0;
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto record = nlohmann::json::parse(line);
    EXPECT_GE(record["at_ns"].get<std::int64_t>(), before);
    before = record["at_ns"];
  }
  EXPECT_GT(count, 10);
  EXPECT_EQ(before, 120'000'000'000) << "the last record is the end of the run";
}

TEST_F(Inspect, DiffShowsTheFirstDifferenceInContext) {
  const Outcome outcome = call(
      {"diff", "connects.yaml", "--case", "network.latency=200ms", "--seed", "1", "--seed", "2"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("- connects.yaml  network.latency=200ms seed=1\n"),
                                 HasSubstr("+ connects.yaml  network.latency=200ms seed=2\n"),
                                 HasSubstr("records are the same\n")));
}

TEST_F(Inspect, DiffOfARunWithItselfIsIdentical) {
  const Outcome outcome = call({"diff", "fails.yaml", "fails.yaml"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, MatchesRegex("identical: [0-9]+ records, fingerprint [0-9a-f]+\n"));
}

TEST_F(Inspect, DiffWantsTwoRuns) {
  const Outcome outcome = call({"diff", "fails.yaml"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("name another FILE"));
  EXPECT_EQ(call({"diff", "fails.yaml", "--seed", "1", "--seed", "2", "--seed", "3"}).exit_code, 2);
}

TEST_F(Inspect, TheSchemaIsJson) {
  const Outcome outcome = call({"schema"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_TRUE(nlohmann::json::parse(outcome.out).contains("$schema"));
}

}  // namespace

}  // namespace fishtank
