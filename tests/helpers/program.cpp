#include "tests/helpers/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace fishtank::tests {

namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A pipe's writing end whose reader has already left.
int abandoned_pipe() {
  int ends[2] = {-1, -1};
  if (pipe(ends) != 0) return -1;
  close(ends[0]);
  return ends[1];
}

/// In the child: becomes the program. Output goes to files, so that no pipe can fill up.
[[noreturn]] void become(const fs::path& program, const Invocation& invocation, const fs::path& out,
                         const fs::path& err) {
  constexpr int kCannotStart = 127;
  const int out_file = invocation.reader_leaves
                           ? abandoned_pipe()
                           : open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err_file = open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int in_file = open("/dev/null", O_RDONLY);
  if (dup2(in_file, 0) < 0 || dup2(out_file, 1) < 0 || dup2(err_file, 2) < 0) _exit(kCannotStart);
  if (chdir(invocation.folder.c_str()) != 0) _exit(kCannotStart);
  for (const auto& [name, value] : invocation.environment) {
    setenv(name.c_str(), value.c_str(), 1);
  }
  std::vector<char*> arguments{const_cast<char*>(program.c_str())};
  for (const std::string& argument : invocation.arguments) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  execv(program.c_str(), arguments.data());
  _exit(kCannotStart);
}

}  // namespace

Outcome run_program(const fs::path& program, const Invocation& invocation) {
  const TemporaryFolder scratch;
  const fs::path out = scratch.path() / "out";
  const fs::path err = scratch.path() / "err";
  const pid_t child = fork();
  if (child == 0) become(program, invocation, out, err);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) {
    ADD_FAILURE() << "cannot run " << program;
    return {};
  }
  const int exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {exit_code, content(out), content(err)};
}

Outcome run_fishtank(std::vector<std::string> arguments, fs::path folder) {
  Invocation invocation;
  invocation.arguments = std::move(arguments);
  invocation.folder = std::move(folder);
  return run_fishtank_with(invocation);
}

Outcome run_fishtank_with(const Invocation& invocation) {
  return run_program(FISHTANK_PROGRAM, invocation);
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "fishtank-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "cannot make a temporary folder";
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path TemporaryFolder::write(std::string_view name, std::string_view text) const {
  const fs::path path = path_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string TemporaryFolder::read(std::string_view name) const {
  EXPECT_TRUE(fs::is_regular_file(path_ / name)) << "no file " << name;
  return content(path_ / name);
}

}  // namespace fishtank::tests
