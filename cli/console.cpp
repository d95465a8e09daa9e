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

namespace fs = std::filesystem;

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

void write_file(const fs::path& path, std::string_view content) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  bool written = file != nullptr && write_all(file, content);
  if (file != nullptr && std::fclose(file) != 0) written = false;
  if (!written) {
    throw InputError(fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
  }
}

void check_writable(const fs::path& path, std::string_view option) {
  const auto refuse = [&](std::string_view why) {
    throw InputError(fmt::format("{} {}: {}", option, path.string(), why));
  };
  std::error_code ignored;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (path.extension() == ".yaml" || path.extension() == ".yml") {
    refuse("that is the name of a scenario file; nothing is written over one");
  }
  if (fs::is_directory(path, ignored)) refuse("is a folder; name a file");
  if (!fs::is_directory(folder, ignored)) refuse("its folder does not exist; make it first");
  const bool exists = fs::exists(path, ignored);
  if (access(exists ? path.c_str() : folder.c_str(), W_OK) != 0) refuse(std::strerror(errno));
}

}  // namespace fishtank::cli
