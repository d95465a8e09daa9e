#include "tests/helpers/running_program.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <utility>
#include <vector>

namespace fishtank::tests {

namespace {

namespace fs = std::filesystem;

constexpr int kPatienceMs = 20'000;

constexpr int kCannotStart = 127;

[[noreturn]] void become(const std::vector<std::string>& arguments, const fs::path& folder) {
  if (chdir(folder.c_str()) != 0) _exit(kCannotStart);
  std::vector<char*> words{const_cast<char*>(FISHTANK_PROGRAM)};
  for (const std::string& argument : arguments) {
    words.push_back(const_cast<char*>(argument.c_str()));
  }
  words.push_back(nullptr);
  execv(FISHTANK_PROGRAM, words.data());
  _exit(kCannotStart);
}

/// fork() with standard output and error of the child as a pipe, whose other end is `output`.
pid_t fork_with_pipe(int& output) {
  std::array<int, 2> ends{-1, -1};
  if (pipe(ends.data()) != 0) ADD_FAILURE() << "no pipe";
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    if (dup2(ends[1], 1) < 0 || dup2(ends[1], 2) < 0) _exit(kCannotStart);
  }
  close(ends[1]);
  output = ends[0];
  return child;
}

}  // namespace

RunningProgram::RunningProgram(const std::vector<std::string>& arguments, const fs::path& folder,
                               Output output) {
  child_ = output == Output::pipe ? fork_with_pipe(output_)
                                  : forkpty(&output_, nullptr, nullptr, nullptr);
  if (child_ == 0) become(arguments, folder);
  if (child_ < 0) ADD_FAILURE() << "no process";
}

RunningProgram::~RunningProgram() {
  if (child_ > 0) {
    signal(SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  close(output_);
}

bool RunningProgram::read_more() {
  if (has_ended_) return false;
  pollfd waiting{.fd = output_, .events = POLLIN, .revents = 0};
  if (poll(&waiting, 1, kPatienceMs) <= 0) return false;
  std::array<char, 4096> piece{};
  const ssize_t size = read(output_, piece.data(), piece.size());
  has_ended_ = size == 0;
  if (size <= 0) return false;
  said_.append(piece.data(), static_cast<std::size_t>(size));
  return true;
}

std::string RunningProgram::read_until(const std::string& text) {
  while (true) {
    const std::size_t found = said_.find(text);
    const std::size_t end = found == std::string::npos ? found : said_.find('\n', found);
    if (end != std::string::npos) return said_.substr(0, end + 1);
    if (!read_more()) {
      ADD_FAILURE() << "it did not say `" << text << "` but:\n" << said_;
      return said_;
    }
  }
}

void RunningProgram::signal(int number) const { kill(child_, number); }

void RunningProgram::hang_up() {
  close(std::exchange(output_, -1));
  has_ended_ = true;
}

Outcome RunningProgram::wait() {
  while (read_more()) {
  }
  if (!has_ended_) {
    ADD_FAILURE() << "it does not end; it said:\n" << said_;
    return {};
  }
  int status = 0;
  waitpid(std::exchange(child_, -1), &status, 0);
  const int exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {exit_code, said_, ""};
}

}  // namespace fishtank::tests
