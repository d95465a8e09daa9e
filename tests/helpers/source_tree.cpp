#include "tests/helpers/source_tree.hpp"

#include <algorithm>
#include <fstream>
#include <regex>

namespace fishtank::tests {

namespace {

namespace fs = std::filesystem;

bool is_source(const fs::path& path) {
  return path.extension() == ".hpp" || path.extension() == ".cpp";
}

SourceFile read(const fs::path& path) {
  SourceFile file{fs::relative(path, source_root()).generic_string(), {}};
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) file.lines.push_back(line);
  return file;
}

}  // namespace

const fs::path& source_root() {
  static const fs::path root = FISHTANK_SOURCE_DIR;
  return root;
}

std::string SourceFile::folder() const { return path.substr(0, path.find('/')); }

std::vector<Include> SourceFile::includes() const {
  static const std::regex kInclude(R"re(\s*#\s*include\s*([<"])([^>"]+)[>"].*)re");
  std::vector<Include> found;
  for (std::size_t index = 0; index < lines.size(); ++index) {
    std::smatch match;
    if (!std::regex_match(lines[index], match, kInclude)) continue;
    found.push_back({match[2], match[1] == "\"", static_cast<int>(index) + 1});
  }
  return found;
}

std::vector<SourceFile> sources(std::string_view folder) {
  std::vector<SourceFile> found;
  const fs::path start = source_root() / folder;
  if (!fs::is_directory(start)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(start)) {
    if (entry.is_regular_file() && is_source(entry.path())) found.push_back(read(entry.path()));
  }
  std::ranges::sort(found, {}, &SourceFile::path);
  return found;
}

std::vector<std::string> source_folders() {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(source_root())) {
    if (entry.is_directory() && fs::exists(entry.path() / "CMakeLists.txt")) {
      found.push_back(entry.path().filename().string());
    }
  }
  std::ranges::sort(found);
  return found;
}

std::string code_of(std::string_view line) {
  static const std::regex kString(R"re("(\\.|[^"\\])*")re");
  std::string code = std::regex_replace(std::string(line), kString, "\"\"");
  return code.substr(0, code.find("//"));
}

}  // namespace fishtank::tests
