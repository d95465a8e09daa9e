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
        std::pair{"checks", "legal_transitions"}, std::pair{"metrics", "reconnects"}}) {
    EXPECT_THAT(run_fishtank({command}).out, HasSubstr(name));
    const Outcome outcome = run_fishtank({command, name});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr(name));
  }
}

}  // namespace

}  // namespace fishtank
