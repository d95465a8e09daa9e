#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Running programs as a user does, for end-to-end tests.
namespace fishtank::tests {

/// What a program left behind.
struct Outcome {
  int exit_code = -1;  ///< 128 + the signal's number if one ended it, as shells say it
  std::string out;     ///< standard output
  std::string err;     ///< standard error
};

/// How a program is started; none of it comes from the test's own surroundings but the environment.
struct Invocation {
  std::vector<std::string> arguments;                            ///< without the program's own name
  std::filesystem::path folder = ".";                            ///< it runs there
  std::vector<std::pair<std::string, std::string>> environment;  ///< set on top of our own
  bool reader_leaves = false;  ///< its standard output is a pipe that nobody reads any more
};

/// Runs a program to its end. Fails the test (and gives exit code -1) if it cannot be started.
Outcome run_program(const std::filesystem::path& program, const Invocation& invocation);

/// The built `fishtank`, with the given arguments.
Outcome run_fishtank(std::vector<std::string> arguments, std::filesystem::path folder = ".");
Outcome run_fishtank_with(const Invocation& invocation);

/// A folder of its own for one test, gone with it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Writes a file below it, with the folders it needs, and gives its path.
  std::filesystem::path write(std::string_view name, std::string_view text) const;

  /// The content of a file below it; fails the test if there is none.
  std::string read(std::string_view name) const;

 private:
  std::filesystem::path path_;
};

}  // namespace fishtank::tests
