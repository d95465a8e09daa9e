#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/cli/scenarios.hpp"
#include "tests/helpers/program.hpp"

/// Files that are wrong, missing, odd, or not to be written.
namespace fishtank {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::Outcome;
using tests::run_fishtank;
using tests::TemporaryFolder;

/// Two files that are wrong and one that is right.
void write_mixture(const TemporaryFolder& folder) {
  folder.write("a.yaml", tests::kBroken);
  folder.write("b.yaml", tests::kBroken);
  folder.write("c.yaml", tests::kPassing);
}

TEST(Files, EveryMistakeOfEveryFileIsListed) {
  const TemporaryFolder folder;
  write_mixture(folder);
  for (const std::string command : {"run", "check"}) {
    const Outcome outcome = run_fishtank({command, "."}, folder.path());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err,
                AllOf(HasSubstr("a.yaml:4:"), HasSubstr("a.yaml:6:"), HasSubstr("b.yaml:4:"),
                      HasSubstr("b.yaml:6:"), HasSubstr("2 of 3 scenario files cannot be used")));
  }
}

TEST(Files, ABrokenFileKeepsNoOtherFromBeingRunButThePassing) {
  const TemporaryFolder folder;
  write_mixture(folder);
  const Outcome outcome =
      run_fishtank({"run", ".", "--json", "r.json", "--junit", "j.xml"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.out,
              HasSubstr("6 passed, 0 failed: 6 cases of 1 scenario; 2 files cannot be used\n"));
  EXPECT_THAT(folder.read("r.json"), AllOf(HasSubstr("\"passed\": 6"), HasSubstr("\"./b.yaml\"")));
  EXPECT_THAT(folder.read("j.xml"), HasSubstr("tests=\"8\" failures=\"0\" errors=\"2\""));
}

TEST(Files, ABrokenFileWeighsMoreThanAFailure) {
  const TemporaryFolder folder;
  write_mixture(folder);
  folder.write("d.yaml", tests::kFailing);
  EXPECT_EQ(run_fishtank({"run", "."}, folder.path()).exit_code, 2);
}

TEST(Files, NothingRunsIfEveryFileIsBroken) {
  const TemporaryFolder folder;
  folder.write("a.yaml", tests::kBroken);
  const Outcome outcome = run_fishtank({"run", "."}, folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("1 of 1 scenario file cannot be used"));
}

TEST(Files, TwoReportsDoNotShareAFile) {
  const TemporaryFolder folder;
  folder.write("a.yaml", tests::kPassing);
  for (const std::string other : {"r.txt", "./r.txt", "x/../r.txt"}) {
    folder.write("x/readme.txt", "so that the folder is there");
    const Outcome outcome =
        run_fishtank({"run", "a.yaml", "--json", "r.txt", "--junit", other}, folder.path());
    EXPECT_EQ(outcome.exit_code, 2) << other;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("--junit and --json would both write r.txt")) << other;
  }
  EXPECT_EQ(
      run_fishtank({"run", "a.yaml", "--json", "/dev/null", "--junit", "/dev/null"}, folder.path())
          .exit_code,
      0);
}

TEST(Files, CheckCountsWhatIsRight) {
  const TemporaryFolder folder;
  folder.write("a.yaml", tests::kPassing);
  folder.write("b.yml", tests::kFailing);
  const Outcome outcome = run_fishtank({"check", "."}, folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "2 scenarios with 7 cases: nothing wrong\n");
}

TEST(Files, AFileThatIsNamedTwiceIsReadOnce) {
  const TemporaryFolder folder;
  folder.write("x/a.yaml", tests::kPassing);
  const Outcome outcome = run_fishtank({"check", "x", "x/a.yaml", "./x/../x"}, folder.path());
  EXPECT_EQ(outcome.out, "1 scenario with 6 cases: nothing wrong\n");
}

TEST(Files, WhatCannotBeReadIsRefusedByName) {
  const TemporaryFolder folder;
  folder.write("empty/readme.txt", "nothing");
  mkfifo((folder.path() / "pipe.yaml").c_str(), 0600);
  for (const std::string path : {"nowhere.yaml", "empty", "pipe.yaml", "/dev/zero"}) {
    const Outcome outcome = run_fishtank({"run", path}, folder.path());
    EXPECT_EQ(outcome.exit_code, 2) << path;
    EXPECT_THAT(outcome.err, HasSubstr(path));
  }
}

TEST(Files, AFileWithoutPermissionIsRefused) {
  if (geteuid() == 0) return;  // root may read everything
  const TemporaryFolder folder;
  chmod(folder.write("secret.yaml", tests::kPassing).c_str(), 0);
  const Outcome outcome = run_fishtank({"run", "secret.yaml"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("secret.yaml"));
}

TEST(Files, OddNamesAreReadAndShownHarmlessly) {
  const TemporaryFolder folder;
  folder.write("a b/闲鱼 'quoted'.yaml", tests::kPassing);
  EXPECT_EQ(run_fishtank({"run", "a b"}, folder.path()).exit_code, 0);
  folder.write("evil\x1b[31m\xff.yaml", tests::kFailing);
  const Outcome outcome =
      run_fishtank({"run", ".", "--json", "r.json", "--junit", "j.xml"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("evil?[31m?.yaml"));
}

TEST(Files, AReportIsNotWrittenOverAScenarioOrIntoAFolder) {
  const TemporaryFolder folder;
  folder.write("a.yaml", tests::kPassing);
  for (const std::string target : {"a.yaml", ".", "nowhere/report.xml"}) {
    const Outcome outcome = run_fishtank({"run", "a.yaml", "--junit", target}, folder.path());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "") << "it is refused before anything runs";
    EXPECT_THAT(outcome.err, HasSubstr("--junit " + target));
  }
  EXPECT_EQ(folder.read("a.yaml"), tests::kPassing);
}

TEST(Files, WhatAUserMadeIsNotWrittenOver) {
  const TemporaryFolder folder;
  folder.write("a.yaml", tests::kPassing);
  folder.write("notes.txt", "precious");
  for (const std::string option : {"--json", "--junit", "--fingerprints"}) {
    const Outcome outcome = run_fishtank({"run", "a.yaml", option, "notes.txt"}, folder.path());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "") << "it is refused before anything runs";
    EXPECT_THAT(outcome.err, AllOf(HasSubstr(option + " notes.txt: there is a file that is no "),
                                   HasSubstr("delete it or choose another name")));
    EXPECT_EQ(folder.read("notes.txt"), "precious");
  }
}

TEST(Files, AnOlderReportOfTheSameKindIsReplaced) {
  const TemporaryFolder folder;
  folder.write("a.yaml", tests::kPassing);
  folder.write("r.json", "");
  const std::vector<std::string> command{"run",     "a.yaml", "--json",         "r.json",
                                         "--junit", "j.xml",  "--fingerprints", "f.txt"};
  EXPECT_EQ(run_fishtank(command, folder.path()).exit_code, 0) << "an empty file is nobody's";
  EXPECT_EQ(run_fishtank(command, folder.path()).exit_code, 0);
  const Outcome crossed = run_fishtank({"run", "a.yaml", "--json", "j.xml"}, folder.path());
  EXPECT_EQ(crossed.exit_code, 2);
  EXPECT_THAT(crossed.err, HasSubstr("--json j.xml: there is a file that is no JSON report"));
}

TEST(Files, AFullDiskIsSaid) {
  const TemporaryFolder folder;
  folder.write("a.yaml", tests::kPassing);
  const Outcome outcome = run_fishtank({"run", "a.yaml", "--json", "/dev/full"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("cannot write /dev/full: No space left on device"));
}

}  // namespace

}  // namespace fishtank
