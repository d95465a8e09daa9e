#pragma once

#include <string>
#include <string_view>

namespace fishtank::serve {

/// Somebody's text for a log, a terminal or JSON: `?` for each byte that is not UTF-8, `.` for each
/// control character (C0, DEL, C1), so that it is one line and commands no terminal.
std::string printable(std::string_view text);

/// Its beginning, of 80 bytes at most.
std::string excerpt(std::string_view text);

}  // namespace fishtank::serve
