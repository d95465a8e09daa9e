#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/helpers/program.hpp"

/// What the program answers to command lines, good and bad.
namespace fishtank {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::Outcome;
using tests::run_fishtank;

TEST(CommandLine, HelpNamesEveryCommandAndExitCode) {
  const Outcome outcome = run_fishtank({"--help"});
  EXPECT_EQ(outcome.exit_code, 0);
  for (const std::string command : {"run", "check", "print", "trace", "diff", "faults", "profiles",
                                    "checks", "metrics", "sometimes", "states", "schema"}) {
    EXPECT_THAT(outcome.out, HasSubstr("\n  " + command + " "));
  }
  EXPECT_THAT(outcome.out, HasSubstr("Exit codes:"));
}

TEST(CommandLine, EveryCommandHasAHelpOfItsOwn) {
  for (const std::string command : {"run", "check", "print", "trace", "diff", "faults", "profiles",
                                    "checks", "metrics", "sometimes", "states", "schema"}) {
    const Outcome outcome = run_fishtank({command, "--help"});
    EXPECT_EQ(outcome.exit_code, 0) << command;
    EXPECT_THAT(outcome.out, HasSubstr("Usage:")) << command;
  }
}

TEST(CommandLine, NothingAtAllIsAnsweredWithTheHelp) {
  const Outcome outcome = run_fishtank({});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("Usage:"));
}

TEST(CommandLine, AnUnknownCommandIsAnsweredWithTheNearest) {
  const Outcome outcome = run_fishtank({"rnu", "scenarios"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("unknown command rnu; did you mean run?"));
}

TEST(CommandLine, AnUnknownOptionIsAnsweredWithTheNearest) {
  const Outcome outcome = run_fishtank({"run", "scenarios", "--filtre=x"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("unknown option --filtre; did you mean --filter?"),
                                 HasSubstr("run --help")));
}

TEST(CommandLine, AnOptionWithoutItsValueIsRefused) {
  const Outcome outcome = run_fishtank({"run", "scenarios", "--junit"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--junit"));
}

TEST(CommandLine, AValueThatCannotBeSaysWhereWhatAndHowToMendIt) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> slips{
      {{"run", "x", "--junit"}, "--junit: write FILE after it"},
      {{"run", "x", "--jobs", "0"}, "--jobs 0: write a whole number, 1 to 1024"},
      {{"run", "x", "--jobs", "many"}, "--jobs many: write a whole number, 1 to 1024"},
      {{"run", "x", "--json", "a", "--json", "b"}, "--json is given more than once"},
      {{"run", "x", "--list=maybe"}, "--list takes no value"},
      {{"run", "x", "--speed", "2"}, "--speed goes with --live: add --live"},
      {{"run"}, "PATH is missing: Scenario files, or folders of them"},
      {{"run", "x", "--seeds", ""}, "--seed: an empty value chooses nothing"},
      {{"compare", "--seeds", "x"}, "--seeds x: is no seed; write 7 or 1..20"},
      {{"serve", "--port", "abc"}, "--port abc: write a whole number"},
      {{"serve", "--port", "70000"}, "--port 70000: write a whole number, 0 to 65535"},
      {{"serve", "--port", "-1"}, "--port -1: write a whole number, 0 to 65535"},
      {{"states", "--dot", "--markdown"}, "do not go together: leave one out"},
      {{"compare", "--print", "hardened", "drop"}, "--print: write PROFILE FAULT SEED after it"},
  };
  for (const auto& [arguments, expected] : slips) {
    const Outcome outcome = run_fishtank(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << expected;
    EXPECT_THAT(outcome.err, HasSubstr("fishtank: ")) << expected;
    EXPECT_THAT(outcome.err, HasSubstr(expected));
  }
}

TEST(CommandLine, AnUnknownNameIsAnsweredWithTheNearest) {
  for (const auto& [command, name, near] : {std::tuple{"faults", "ping_silense", "ping_silence"},
                                            std::tuple{"profiles", "xianyu-life", "xianyu-live"},
                                            std::tuple{"metrics", "reconects", "reconnects"}}) {
    const Outcome outcome = run_fishtank({command, name});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr(std::string("did you mean `") + near + "`?"));
  }
}

TEST(CommandLine, TheChecksOfServeAreAListOfTheirOwn) {
  EXPECT_THAT(run_fishtank({"checks", "--serve"}).out, HasSubstr("kick_heeded"));
  EXPECT_THAT(run_fishtank({"checks", "--serve", "kick_heeded"}).out,
              HasSubstr("reconnect.close_timeout + 3s"));
  const Outcome outcome = run_fishtank({"checks", "kick_heeded"});
  EXPECT_EQ(outcome.exit_code, 2) << "it watches no run";
}

TEST(CommandLine, EveryListedNameCanBeShown) {
  for (const auto& [command, name] :
       {std::pair{"faults", "stall"}, std::pair{"profiles", "xianyu-live"},
        std::pair{"checks", "legal_transitions"}, std::pair{"metrics", "reconnects"},
        std::pair{"metrics", "mean_time_to_reconnect"}}) {
    EXPECT_THAT(run_fishtank({command}).out, HasSubstr(name));
    const Outcome outcome = run_fishtank({command, name});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr(name));
  }
}

TEST(CommandLine, MetricsKnowsStatisticsAndTheWatchList) {
  EXPECT_THAT(run_fishtank({"metrics", "detection_latency.max"}).out,
              HasSubstr("detection_latency (a duration, a distribution)"));
  EXPECT_THAT(run_fishtank({"metrics", "heartbeat_success_rate"}).out,
              AllOf(HasSubstr("heartbeat_success_rate (a share)"),
                    HasSubstr("heartbeat_success_rate (on the watch list)"),
                    HasSubstr("good above 95%, alarm below 90%")));
}

}  // namespace

}  // namespace fishtank
