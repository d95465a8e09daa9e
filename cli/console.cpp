#include "cli/console.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "cli/input_error.hpp"

namespace fishtank::cli {

namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool write_all(std::FILE* file, std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
}

}  // namespace

Console detect_console() {
  return {.colour = isatty(STDOUT_FILENO) == 1 && !is_set("NO_COLOR"),
          .progress = isatty(STDERR_FILENO) == 1 && !is_set("CI")};
}

void print(std::string_view text) {
  static bool reader_has_left = false;
  if (reader_has_left || write_all(stdout, text)) return;
  if (errno != EPIPE) {
    throw InputError(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
  }
  reader_has_left = true;
}

void print_error(std::string_view text) { write_all(stderr, text); }

}  // namespace fishtank::cli
