#include "cli/output_files.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "cli/input_error.hpp"
#include "report/style.hpp"

namespace fishtank::cli {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, std::string_view option, std::string_view why) {
  throw InputError(fmt::format("{} {}: {}", option, report::printable(path.string()), why));
}

/// "0123456789abcdef scenarios/x.yaml seed=7". The seed tells it from other lists that begin with
/// such a number, as that of `nm`.
bool is_fingerprint_line(std::string_view line) {
  constexpr std::size_t kDigits = 16;
  return line.size() > kDigits && line[kDigits] == ' ' &&
         line.find_first_not_of("0123456789abcdef") == kDigits && line.find("seed=") != line.npos;
}

std::string_view name(OutputKind kind) {
  switch (kind) {
    case OutputKind::json_report: return "JSON report";
    case OutputKind::junit_report: return "JUnit report";
    case OutputKind::fingerprints: return "list of fingerprints";
    case OutputKind::comparison_csv: return "comparison in CSV";
    case OutputKind::comparison_json: return "comparison in JSON";
    case OutputKind::trace: return "trace";
    case OutputKind::recording: return "recording";
  }
  __builtin_unreachable();
}

/// Whether a file that begins so was written as that kind.
bool begins_like(OutputKind kind, std::string_view head) {
  switch (kind) {
    case OutputKind::json_report: return head.starts_with("{\n  \"fishtank_report\": ");
    case OutputKind::junit_report:
      return head.starts_with("<?xml ") && head.find("<testsuites name=\"fishtank\"") != head.npos;
    case OutputKind::fingerprints: return is_fingerprint_line(head.substr(0, head.find('\n')));
    case OutputKind::comparison_csv: return head.starts_with("fault,profile,clients,not_back,");
    case OutputKind::comparison_json: return head.starts_with("{\n  \"fishtank_comparison\": ");
    case OutputKind::trace: return head.starts_with("{\"at_ns\":");
    case OutputKind::recording: return head.starts_with("{\"fishtank_recording\":");
  }
  __builtin_unreachable();
}

std::string head_of(const fs::path& path) {
  std::array<char, 512> bytes{};
  std::ifstream in(path, std::ios::binary);
  in.read(bytes.data(), bytes.size());
  return {bytes.data(), static_cast<std::size_t>(in.gcount())};
}

/// The same text for all names of a file.
fs::path one_name(const fs::path& path) {
  std::error_code error;
  return fs::weakly_canonical(fs::absolute(path, error), error);
}

/// Anything that is no place on a disk: a device, a pipe.
bool is_stream(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return fs::exists(status) && !fs::is_regular_file(status);
}

}  // namespace

bool has_content(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && fs::file_size(path, error) != 0;
}

void check_writable(const fs::path& path, std::string_view option) {
  std::error_code ignored;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (path.extension() == ".yaml" || path.extension() == ".yml") {
    refuse(path, option, "that is the name of a scenario file; nothing is written over one");
  }
  if (fs::is_directory(path, ignored)) refuse(path, option, "is a folder; name a file");
  if (!fs::is_directory(folder, ignored)) {
    refuse(path, option, "its folder does not exist; make it first");
  }
  const bool exists = fs::exists(path, ignored);
  if (access(exists ? path.c_str() : folder.c_str(), W_OK) != 0) {
    refuse(path, option, std::strerror(errno));
  }
}

void check_writable(const fs::path& path, std::string_view option, OutputKind kind) {
  check_writable(path, option);
  if (!has_content(path) || begins_like(kind, head_of(path))) return;
  refuse(path, option,
         fmt::format("there is a file that is no {} of Fishtank's; delete it or choose another "
                     "name",
                     name(kind)));
}

void OutputFiles::add(const fs::path& path, std::string_view option, OutputKind kind) {
  if (path.empty()) return;
  check_writable(path, option, kind);
  const auto [other, is_free] = taken_.emplace(one_name(path), option);
  if (is_free || is_stream(path)) return;
  throw InputError(fmt::format("{} and {} would both write {}: give each a file of its own",
                               other->second, option, report::printable(path.string())));
}

void write_file(const fs::path& path, std::string_view content) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  bool written = file != nullptr &&
                 std::fwrite(content.data(), 1, content.size(), file) == content.size() &&
                 std::fflush(file) == 0;
  if (file != nullptr && std::fclose(file) != 0) written = false;
  if (!written) {
    throw InputError(fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
  }
}

}  // namespace fishtank::cli
