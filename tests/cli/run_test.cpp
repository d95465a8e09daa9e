#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "tests/cli/scenarios.hpp"
#include "tests/helpers/program.hpp"
#include "tests/helpers/source_tree.hpp"
#include "trace/sometimes.hpp"

/// `fishtank run`, as CI and people call it.
namespace fishtank {

namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::Outcome;
using tests::run_fishtank;
using tests::TemporaryFolder;

/// Everything that is printed but the real time that it took.
std::string without_wall_time(const std::string& text) {
  const std::size_t begin = text.find(" simulated in ");
  const std::size_t end = text.find("; fingerprint");
  if (begin == text.npos || end == text.npos) return text;
  return text.substr(0, begin) + text.substr(end);
}

/// Both scenarios, in a folder of their own.
class Run : public testing::Test {
 protected:
  Run() {
    folder.write("scenarios/calm/connects.yaml", tests::kPassing);
    folder.write("scenarios/fails.yaml", tests::kFailing);
  }

  Outcome run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "run");
    return run_fishtank(arguments, folder.path());
  }

  TemporaryFolder folder;
};

TEST_F(Run, APassingScenarioIsASummaryAndCodeZero) {
  const Outcome outcome = run({"scenarios/calm/connects.yaml"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("6 passed, 0 failed: 6 cases of 1 scenario\n6m simulated"));
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Run, AFailureTellsWhereWhatWhenAndHowToRunItAgain) {
  const Outcome outcome = run({"scenarios"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("FAIL scenarios/fails.yaml  seed=1\n  it fails\n"));
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("scenarios/fails.yaml:7:"), HasSubstr("expected: "),
                                 HasSubstr("happened: "), HasSubstr("fault drop begins")));
  EXPECT_THAT(outcome.out, HasSubstr(" run scenarios/fails.yaml --case seed=1\n"));
  EXPECT_THAT(outcome.out, HasSubstr("6 passed, 1 failed: 7 cases of 2 scenarios\n"));
}

TEST_F(Run, TheCommandThatAFailureNamesRunsJustThatCase) {
  folder.write("odd name/it's 闲鱼.yaml", tests::kFailing);
  const std::string text = run({"odd name"}).out;
  const std::size_t begin = text.find("again: ") + std::string_view("again: ").size();
  const std::string command = text.substr(begin, text.find('\n', begin) - begin);
  tests::Invocation shell;
  shell.arguments = {"-c", command};
  shell.folder = folder.path();
  const Outcome outcome = run_program("/bin/sh", shell);
  EXPECT_EQ(outcome.exit_code, 1) << command << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("0 passed, 1 failed: 1 case of 1 scenario"));
}

TEST_F(Run, TheNumberOfJobsChangesNothing) {
  const std::string one = without_wall_time(run({"scenarios", "--jobs", "1", "--metrics"}).out);
  const std::string many = without_wall_time(run({"scenarios", "--jobs", "8", "--metrics"}).out);
  EXPECT_EQ(one, many);
}

TEST_F(Run, MetricsAreThoseOfAllCasesTogether) {
  const std::string one = run({"scenarios/fails.yaml", "--metrics"}).out;
  EXPECT_THAT(one, ContainsRegex("\n  losses +1\n"));
  EXPECT_THAT(one, ContainsRegex("\n  connection_failures_per_day +1  good "));
  EXPECT_THAT(one, HasSubstr("  peak_connects_per_second "));
  const std::string all = run({"scenarios", "--metrics"}).out;
  EXPECT_THAT(all, ContainsRegex("\n  connects +8\n"));  // once in each of 7 cases, twice in one
  EXPECT_THAT(all, ContainsRegex("\n  connection_failures_per_day +0.14  good "));  // 1 on 7 days
  EXPECT_THAT(all, Not(HasSubstr("peak_connects_per_second"))) << "it is of one run";
}

TEST_F(Run, FailFastLeavesOutTheSameCasesWhateverTheNumberOfJobs) {
  const auto fails = [&](const std::string& jobs) {
    return run({"scenarios/fails.yaml", "--seeds", "1..50", "--fail-fast", "--jobs", jobs}).out;
  };
  EXPECT_THAT(fails("1"), HasSubstr("0 passed, 1 failed: 1 case of 1 scenario"));
  EXPECT_EQ(without_wall_time(fails("1")), without_wall_time(fails("8")));
}

TEST_F(Run, RealBytesGiveTheSameFingerprints) {
  run({"scenarios", "--fingerprints", "values.txt"});
  run({"scenarios", "--fingerprints", "bytes.txt", "--wire"});
  EXPECT_EQ(folder.read("values.txt"), folder.read("bytes.txt"));
  EXPECT_THAT(folder.read("values.txt"),
              HasSubstr(" scenarios/calm/connects.yaml network.latency=200ms seed=3\n"));
}

TEST_F(Run, TheJUnitFileIsWellFormedAndCountsTheCases) {
  EXPECT_EQ(run({"scenarios", "--junit", "junit.xml"}).exit_code, 1);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(folder.read("junit.xml").c_str()));
  EXPECT_EQ(document.select_nodes("//testcase").size(), 7U);
  EXPECT_EQ(document.select_nodes("//failure").size(), 1U);
}

TEST_F(Run, TheJsonFileHoldsMetricsAndFailures) {
  EXPECT_EQ(run({"scenarios", "--json", "result.json"}).exit_code, 1);
  const auto json = nlohmann::json::parse(folder.read("result.json"));
  ASSERT_EQ(json["cases"].size(), 7U);
  EXPECT_EQ(json["failed"], 1);
  EXPECT_TRUE(json["cases"][0]["metrics"].contains("reconnects"));
  EXPECT_EQ(json["cases"][0]["watch_list"]["heartbeat_success_rate_ppm"]["judgement"], "good");
  EXPECT_EQ(json["metrics"]["losses"], 1);
  EXPECT_EQ(json["watch_list"]["connection_failures_per_day_milli"]["value"], 1000 / 7);
}

TEST_F(Run, FiltersByNamePathPatternAndTag) {
  EXPECT_THAT(run({"scenarios", "--filter", "connects"}).out, HasSubstr("6 passed, 0 failed"));
  EXPECT_THAT(run({"scenarios", "--filter", "*/calm/*"}).out, HasSubstr("6 passed, 0 failed"));
  EXPECT_THAT(run({"scenarios", "--filter", "c?lm/conn*s"}).out, HasSubstr("6 passed, 0 failed"));
  EXPECT_THAT(run({"scenarios", "--tag", "calm"}).out, HasSubstr("6 passed, 0 failed"));
  EXPECT_THAT(run({"scenarios", "--tag", "calm", "--tag", "stormy"}).out, HasSubstr("7 cases"));
}

TEST_F(Run, ChoosesCasesByAPartOfTheirLabelAndBySeeds) {
  EXPECT_THAT(run({"scenarios/calm", "--case", "network.latency=200ms"}).out,
              HasSubstr("3 passed"));
  EXPECT_THAT(run({"scenarios/calm", "--case", "seed=2"}).out, HasSubstr("2 passed"));
  EXPECT_THAT(run({"scenarios/calm", "--seeds", "10..14"}).out, HasSubstr("10 passed"));
}

TEST_F(Run, ASeedIsChosenInOnePlaceOnly) {
  const Outcome outcome = run({"scenarios", "--case", "seed=7", "--seeds", "1..3"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--case names seed 7, and --seeds 1..3 others"));
}

TEST_F(Run, ASeedThatIsNotInTheFileIsChosenBySeedAndNotByCase) {
  const Outcome refused = run({"scenarios/calm", "--case", "seed=99"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("no case is --case seed=99; there are\n  "),
                                 HasSubstr("--case 'network.latency=20ms seed=1'\n"),
                                 HasSubstr("\nFor a seed that is not in the file: --seed 99\n")));
  EXPECT_THAT(run({"scenarios/fails.yaml", "--seed", "99"}).out,
              HasSubstr(" run scenarios/fails.yaml --seed 99\n"));
  EXPECT_THAT(run({"scenarios/calm", "--seed", "99", "--list"}).out,
              HasSubstr(" --case network.latency=20ms --seed 99\n"));
}

TEST_F(Run, AnEmptyChoiceDoesNotChooseEverything) {
  for (const std::string option : {"--case", "--seed", "--filter", "--tag"}) {
    for (const std::string value : {"", " "}) {
      const Outcome outcome = run({"scenarios", option, value});
      EXPECT_EQ(outcome.exit_code, 2) << option;
      EXPECT_EQ(outcome.out, "") << option;
      EXPECT_THAT(outcome.err, HasSubstr(option)) << option;
    }
  }
}

TEST_F(Run, SeedsThatFailForTheSameReasonAreToldTogether) {
  const std::string text = run({"scenarios/fails.yaml", "--seeds", "1..20"}).out;
  EXPECT_THAT(text, HasSubstr("--case seed=1\n  and so with 19 more seeds: 2..20\n"));
  EXPECT_THAT(text, Not(HasSubstr("FAIL scenarios/fails.yaml  seed=2\n")));
  EXPECT_THAT(text, HasSubstr("0 passed, 20 failed: 20 cases of 1 scenario\n"));
}

TEST_F(Run, RareSituationsAreCountedInASuite) {
  EXPECT_THAT(run({"scenarios"}).out, ContainsRegex("\n[0-9]+ of [0-9]+ rare situations occurred"));
  EXPECT_THAT(run({"scenarios/fails.yaml"}).out, Not(HasSubstr("rare situations")));
  const std::string table = run({"scenarios/fails.yaml", "--sometimes"}).out;
  EXPECT_THAT(table, ContainsRegex("never occurred\n.*backoff_at_its_cap"));
}

TEST_F(Run, ARareSituationThatIsRequiredAndNeverOccursFails) {
  const Outcome outcome = run({"scenarios/calm", "--require-sometimes"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, AllOf(ContainsRegex("never occurred\n.*backoff_at_its_cap"),
                                 Not(HasSubstr("first in"))));
}

TEST(Suite, MeetsEveryRareSituation) {
  const std::string scenarios = (tests::source_root() / "scenarios").string();
  const std::string text = run_fishtank({"run", scenarios, "--require-sometimes"}).out;
  const std::size_t all = trace::situations().size();
  EXPECT_THAT(text, HasSubstr(fmt::format("\n{0} of {0} rare situations occurred\n", all)));
}

TEST_F(Run, ListNamesTheCasesAndRunsNone) {
  const Outcome outcome = run({"scenarios/fails.yaml", "--list"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "scenarios/fails.yaml --case seed=1\n1 case\n");
}

TEST_F(Run, WhatMatchesNothingIsAMistake) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"scenarios", "--filter", "nowhere"},
        {"scenarios", "--tag", "nowhere"},
        {"scenarios", "--case", "network.latency=9ms"},
        {"scenarios", "--seeds", "5..1"},
        {"scenarios", "--seed", "x"},
        {"nowhere"}}) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments.back();
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith("fishtank: ")) << arguments.back();
  }
}

TEST_F(Run, AReaderThatLeavesChangesNoVerdict) {
  tests::Invocation invocation;
  invocation.folder = folder.path();
  invocation.reader_leaves = true;
  invocation.arguments = {"run", "scenarios", "--metrics", "--junit", "junit.xml"};
  const Outcome outcome = tests::run_fishtank_with(invocation);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(folder.read("junit.xml"), HasSubstr("</testsuites>"));
}

TEST_F(Run, WritesNoControlCharacterWhereNoTerminalIs) {
  EXPECT_THAT(run({"scenarios"}).out, Not(HasSubstr("\x1b")));
}

}  // namespace

}  // namespace fishtank
