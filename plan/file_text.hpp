#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

#include "plan/diagnostic.hpp"

namespace fishtank::plan {

/// The text of a file; one byte more than kLongestFile at most, so that parse_yaml() refuses what
/// is longer. What cannot be read (missing, a folder, a device) is a mistake that says what was
/// asked for: "a scenario file".
std::variant<std::string, Diagnostic> read_text(const std::filesystem::path& path,
                                                std::string_view what);

}  // namespace fishtank::plan
