#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// The project's own sources, read as text, for the tests that hold its rules.
namespace fishtank::tests {

/// Where the project's sources are.
const std::filesystem::path& source_root();

/// An #include line.
struct Include {
  std::string path;       ///< "core/time.hpp", "vector"
  bool is_quoted = true;  ///< of our own tree; else in angle brackets
  int line = 0;           ///< 1-based
};

/// A .hpp or .cpp file.
struct SourceFile {
  std::string path;                ///< from the root: "core/time.hpp"
  std::vector<std::string> lines;  ///< without line breaks

  /// The folder at the root that it belongs to: "core".
  std::string folder() const;
  std::vector<Include> includes() const;
};

/// All sources below a folder of the root, by path; none if there is no such folder.
std::vector<SourceFile> sources(std::string_view folder);

/// The folders at the root that hold sources, by name.
std::vector<std::string> source_folders();

/// A line without its comment and without the insides of its string literals.
std::string code_of(std::string_view line);

}  // namespace fishtank::tests
