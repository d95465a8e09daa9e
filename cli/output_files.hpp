#pragma once

#include <filesystem>
#include <map>
#include <string_view>

/// The files that a command writes where the user says. Nothing that a user made is written over:
/// there may be nothing yet, an empty file, a device or a pipe, or an older file of the same kind,
/// which is known by how it begins. So CI writes its report again on each run, and
/// `--json README.md` is refused.
namespace fishtank::cli {

/// What a command writes into a file.
enum class OutputKind {
  json_report,      ///< `run --json`
  junit_report,     ///< `run --junit`
  fingerprints,     ///< `run --fingerprints`
  comparison_csv,   ///< `compare --csv`
  comparison_json,  ///< `compare --json`
  trace,            ///< `serve --trace`
  recording,        ///< `connect --record`
};

/// Whether there is a regular file that is not empty: something that could be lost.
bool has_content(const std::filesystem::path& path);

/// Throws an InputError if the file could not be written, before work is spent on its content: the
/// folder is not there, the path is a folder, or a scenario file (that would be a slip: `--json
/// scenarios/x.yaml`).
void check_writable(const std::filesystem::path& path, std::string_view option);

/// The same, and throws an InputError for a file with content of another kind.
void check_writable(const std::filesystem::path& path, std::string_view option, OutputKind kind);

/// The files of one command, each of which is to have its own.
class OutputFiles {
 public:
  /// check_writable(), unless the path is empty. Throws an InputError if an earlier option names
  /// the same file; a device takes any number. The option's text outlives this.
  void add(const std::filesystem::path& path, std::string_view option, OutputKind kind);

 private:
  std::map<std::filesystem::path, std::string_view> taken_;  ///< by what options
};

/// Replaces the content of a file, or throws an InputError that says why not.
void write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace fishtank::cli
