#pragma once

#include <cstddef>
#include <string_view>

/// The program's outside: standard output and standard error.
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

}  // namespace fishtank::cli
