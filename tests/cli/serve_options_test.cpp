#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/helpers/program.hpp"

/// What `fishtank serve` says of a command line that it cannot serve by.
namespace fishtank {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using tests::Outcome;

class ServeOptions : public testing::Test {
 protected:
  Outcome serve(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "serve");
    return tests::run_fishtank(std::move(arguments), folder.path());
  }

  /// What it says to options that it refuses.
  std::string complaint(std::vector<std::string> arguments) const {
    const Outcome outcome = serve(std::move(arguments));
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_THAT(outcome.out, Not(HasSubstr("serving")));
    return outcome.err;
  }

  tests::TemporaryFolder folder;
};

TEST_F(ServeOptions, AreRefusedByNameIfTheyMakeNoSense) {
  const std::vector<std::vector<std::string>> slips{
      {"--address", "localhost"},
      {"--for", "3"},
      {"--for", "-3s"},
      {"--for", "0s"},
      {"--ping-interval", "-3s"},
      {"--profile", ""},
      {"--certificate", "only.pem"},
      {"--trace", "/nowhere/trace"},
      {"--port", "70000"},
      {"--client", "x"},
      {"no_such_file.yaml"},
  };
  for (const std::vector<std::string>& slip : slips) {
    EXPECT_THAT(complaint(slip), HasSubstr(slip.front())) << slip.front();
  }
}

TEST_F(ServeOptions, ThatChooseACaseGoWithAScenario) {
  EXPECT_THAT(complaint({"--seed", "3"}), HasSubstr("--seed: goes with a scenario"));
  EXPECT_THAT(complaint({"--case", "x=1"}), HasSubstr("--case: goes with a scenario"));
}

TEST_F(ServeOptions, AskForEverythingOrForNothing) {
  EXPECT_THAT(complaint({"--quiet", "--all"}), HasSubstr("do not go together: leave one out"));
}

TEST_F(ServeOptions, NameAProfileThatCanBeUsed) {
  EXPECT_THAT(complaint({"--profile", "xianyu-liv"}), HasSubstr("did you mean `xianyu-live`?"));
  EXPECT_THAT(complaint({"--profile", "./nope.yaml"}),
              AllOf(HasSubstr("there is no such file"), HasSubstr("./nope.yaml cannot be used")));
  folder.write("badp.yaml", "name: bad\nabout: A slip.\nconnect.timeuot: 1s\n");
  EXPECT_THAT(complaint({"--profile", "./badp.yaml"}),
              AllOf(HasSubstr("badp.yaml:3:9: "), HasSubstr("did you mean `timeout`?")));
  folder.write("calm.yaml", "name: Calm\nduration: 1s\n");
  EXPECT_THAT(complaint({"calm.yaml", "--profile", "xianyu-liv"}),
              HasSubstr("did you mean `xianyu-live`?"));
}

TEST_F(ServeOptions, NameAClientThatTheScenarioHas) {
  folder.write("few.yaml",
               "name: Few\nduration: 1s\nclients:\n  - {name: a}\n  - {name: b, count: 2}\n");
  EXPECT_THAT(complaint({"few.yaml", "--client", "b"}),
              HasSubstr("--client b: the scenario has no such client, but a, b-1, b-2\n"));
  folder.write("many.yaml", "name: Many\nduration: 1s\nclients:\n  - {name: buyer, count: 11}\n");
  EXPECT_THAT(complaint({"many.yaml", "--client", "seller"}),
              HasSubstr("buyer-7, buyer-8 and 3 more\n"));
  EXPECT_THAT(complaint({"many.yaml", "--client", "buyer-12"}),
              HasSubstr("; did you mean buyer-1"));
}

TEST_F(ServeOptions, NeedAPlaceForTheCertificate) {
  folder.write("file", "no folder");
  for (const std::string place : {"/nope", "./file"}) {
    const Outcome outcome = tests::run_fishtank_with({.arguments = {"serve", "--tls"},
                                                      .folder = folder.path(),
                                                      .environment = {{"TMPDIR", place}}});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr("a certificate cannot be made"), HasSubstr(place),
                                   HasSubstr("TMPDIR"), Not(HasSubstr("defect"))));
  }
}

}  // namespace

}  // namespace fishtank
