#include "plan/file_text.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

#include "plan/node.hpp"

namespace fishtank::plan {

namespace fs = std::filesystem;

std::variant<std::string, Diagnostic> read_text(const fs::path& path, std::string_view what) {
  const auto refusal = [&](std::string message, std::string help) {
    return Diagnostic{path.string(), {}, 1, {}, std::move(message), std::move(help)};
  };
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return refusal("there is no such file", "");
  if (status.type() == fs::file_type::directory) {
    return refusal(fmt::format("this is a folder, not {}", what), "name the files in it");
  }
  if (status.type() != fs::file_type::regular) return refusal("this is no ordinary file", "");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return refusal("the file cannot be read", "are you allowed to?");
  // One byte more than is allowed: a file that grows meanwhile is refused by its text, not its
  // size.
  std::string text(kLongestFile + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return refusal("the file cannot be read", "");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

}  // namespace fishtank::plan
