#pragma once

#include <string>
#include <string_view>

namespace fishtank::cli {

/// The word as a POSIX shell reads it: as it is where that is safe, else in single quotes. For
/// commands to copy.
std::string shell_quote(std::string_view word);

}  // namespace fishtank::cli
