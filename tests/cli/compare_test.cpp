#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/helpers/program.hpp"

/// `fishtank compare`, as people call it.
namespace fishtank {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::Outcome;
using tests::run_fishtank;
using tests::TemporaryFolder;

const std::vector<std::string> kSmall{
    "compare",  "--profiles", "xianyu-live,xianyu-live {reconnect.on_kick: ignore}",
    "--faults", "drop,kick",  "--seeds",
    "1..8"};

Outcome compare(std::vector<std::string> more, const TemporaryFolder& folder) {
  std::vector<std::string> arguments = kSmall;
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_fishtank(arguments, folder.path());
}

TEST(Compare, PrintsATableForEachFault) {
  const TemporaryFolder folder;
  const Outcome outcome = compare({}, folder);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("\ndrop\n"), HasSubstr("\nkick\n"),
                    HasSubstr("Not back: xianyu-live {reconnect.on_kick: ignore} (8 of 8")));
}

TEST(Compare, SaysTheSameWithAnyNumberOfJobs) {
  const TemporaryFolder folder;
  const Outcome one = compare({"--jobs", "1", "--csv", "1.csv", "--json", "1.json"}, folder);
  const Outcome three = compare({"--jobs", "3", "--csv", "3.csv", "--json", "3.json"}, folder);
  EXPECT_EQ(one.exit_code, 0) << one.err;
  EXPECT_EQ(one.out, three.out);
  EXPECT_EQ(folder.read("1.csv"), folder.read("3.csv"));
  EXPECT_EQ(folder.read("1.json"), folder.read("3.json"));
}

TEST(Compare, WritesEveryNumberForSpreadsheetsAndPrograms) {
  const TemporaryFolder folder;
  EXPECT_EQ(compare({"--csv", "all.csv", "--json", "all.json"}, folder).exit_code, 0);
  const std::string csv = folder.read("all.csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 5);
  EXPECT_THAT(csv, HasSubstr("\ndrop,xianyu-live,8,0,0,0,"));
  const auto json = nlohmann::json::parse(folder.read("all.json"));
  ASSERT_EQ(json["rows"].size(), 4U);
  EXPECT_EQ(json["rows"][0]["detection_latency"]["p50_ns"], 50'000'000);
}

TEST(Compare, PrintsATrialThatRunsAsAScenarioWithTheSameName) {
  const TemporaryFolder folder;
  const Outcome printed =
      run_fishtank({"compare", "--print", "xianyu-live", "restart {down: 1m}", "7"});
  ASSERT_EQ(printed.exit_code, 0) << printed.err;
  EXPECT_THAT(printed.out, HasSubstr("fault: restart, down: 1m"));
  folder.write("trial.yaml", printed.out);
  const Outcome again = run_fishtank({"print", "trial.yaml"}, folder.path());
  EXPECT_EQ(again.out, printed.out);
  const Outcome ran = run_fishtank({"run", "trial.yaml"}, folder.path());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
}

TEST(Compare, RefusesABadNameWithTheNearestOne) {
  const Outcome fault = run_fishtank({"compare", "--faults", "drop,ping_silense"});
  EXPECT_EQ(fault.exit_code, 2);
  EXPECT_THAT(fault.err, AllOf(HasSubstr("--faults"), HasSubstr("did you mean `ping_silence`?")));
  const Outcome profile = run_fishtank({"compare", "--profiles", "xianyu-life"});
  EXPECT_EQ(profile.exit_code, 2);
  EXPECT_THAT(profile.err,
              AllOf(HasSubstr("--profiles"), HasSubstr("did you mean `xianyu-live`?")));
  EXPECT_EQ(run_fishtank({"compare", "--seeds", "9..1"}).exit_code, 2);
  EXPECT_EQ(run_fishtank({"compare", "--print", "xianyu-live", "drop", "1..2"}).exit_code, 2);
}

TEST(Compare, ChecksTheFilesToWriteBeforeItWorks) {
  const Outcome outcome = run_fishtank({"compare", "--csv", "nowhere/at/all.csv"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--csv"));
}

TEST(Compare, ReplacesItsOwnFilesAndNoOthers) {
  const TemporaryFolder folder;
  const std::vector<std::string> files{"--csv", "all.csv", "--json", "all.json"};
  EXPECT_EQ(compare(files, folder).exit_code, 0);
  EXPECT_EQ(compare(files, folder).exit_code, 0);
  folder.write("mine.csv", "fault,cost\n");
  const Outcome foreign = compare({"--csv", "mine.csv"}, folder);
  EXPECT_EQ(foreign.exit_code, 2);
  EXPECT_THAT(foreign.err, HasSubstr("--csv mine.csv: there is a file that is no comparison"));
  const Outcome shared = compare({"--csv", "one", "--json", "./one"}, folder);
  EXPECT_EQ(shared.exit_code, 2);
  EXPECT_THAT(shared.err, HasSubstr("--csv and --json would both write"));
}

}  // namespace

}  // namespace fishtank
