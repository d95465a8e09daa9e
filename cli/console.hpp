#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

/// The program's outside: standard output, standard error, and files that the user names.
namespace fishtank::cli {

/// Whether a person watches.
struct Console {
  bool colour = false;    ///< standard output is a terminal, and NO_COLOR is not set
  bool progress = false;  ///< standard error is a terminal, and CI is not set
};

/// What the process was started with.
Console detect_console();

/// Writes to standard output, at once. When the reader of a pipe has left, the rest is dropped
/// quietly; any other failure is an InputError.
void print(std::string_view text);

/// Writes to standard error. A failure is nobody's business.
void print_error(std::string_view text);

/// Replaces the content of a file, or throws an InputError that says why not.
void write_file(const std::filesystem::path& path, std::string_view content);

/// Throws an InputError if the file could not be written, before work is spent on its content: the
/// folder is not there, the path is a folder, or a scenario file (that would be a slip: `--json
/// scenarios/x.yaml`).
void check_writable(const std::filesystem::path& path, std::string_view option);

}  // namespace fishtank::cli
