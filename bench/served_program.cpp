#include "bench/served_program.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

extern char** environ;  // NOLINT: POSIX's name

namespace fishtank::bench {

namespace {

std::string first_line(int descriptor) {
  FILE* const stream = fdopen(descriptor, "r");
  std::array<char, 1024> line{};
  const bool said = std::fgets(line.data(), static_cast<int>(line.size()), stream) != nullptr;
  std::fclose(stream);
  return said ? line.data() : "";
}

}  // namespace

ServedProgram::ServedProgram(const std::vector<std::string>& command) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe can be had");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const int error = posix_spawnp(&child_, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (error != 0) throw std::runtime_error("cannot start " + command.front());
  greeting_ = first_line(ends[0]);
  if (greeting_.empty()) throw std::runtime_error(command.front() + " ended without a word");
}

ServedProgram::~ServedProgram() {
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

std::uint16_t ServedProgram::port() const {
  const std::string_view before = "://127.0.0.1:";
  const std::size_t at = greeting_.find(before);
  if (at == std::string::npos) throw std::runtime_error("no port in: " + greeting_);
  return static_cast<std::uint16_t>(std::stoi(greeting_.substr(at + before.size())));
}

std::int64_t ServedProgram::resident_bytes() const {
  std::ifstream file("/proc/" + std::to_string(child_) + "/statm");
  std::int64_t size = 0;
  std::int64_t resident = 0;
  file >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

std::int64_t ServedProgram::cpu_ns() const {
  std::ifstream file("/proc/" + std::to_string(child_) + "/stat");
  std::string text;
  std::getline(file, text);
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;  // proc(5): 14 utime, 15 stime
  std::int64_t user = 0;
  std::int64_t system = 0;
  fields >> user >> system;
  return (user + system) * (1'000'000'000 / sysconf(_SC_CLK_TCK));
}

}  // namespace fishtank::bench
