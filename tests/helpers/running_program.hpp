#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/helpers/program.hpp"

namespace fishtank::tests {

/// A program that runs beside the test, with standard output and error as one text.
class RunningProgram {
 public:
  enum class Output { pipe, terminal };  ///< terminal: its session's own, which can hang up

  /// The built `fishtank`, with the given arguments.
  explicit RunningProgram(const std::vector<std::string>& arguments,
                          const std::filesystem::path& folder = ".", Output output = Output::pipe);
  ~RunningProgram();  ///< kills it, if it is still there
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  /// What it has said up to and with the first line that holds that text, which is waited for;
  /// fails the test if it ends before, or says nothing for 20 s.
  std::string read_until(const std::string& text);

  void signal(int number) const;

  /// Closes its terminal, which signals SIGHUP and takes no more output.
  void hang_up();

  /// Waits for its end; what it said is the outcome's `out`, all of it.
  Outcome wait();

 private:
  bool read_more();

  pid_t child_ = -1;
  int output_ = -1;
  std::string said_;
  bool has_ended_ = false;
};

}  // namespace fishtank::tests
