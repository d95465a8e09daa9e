#include "plan/comment.hpp"

#include <string_view>

namespace fishtank::plan {
namespace {

/// Where the comment of a line begins: a `#` after a space, not within quotes.
std::size_t comment_of(std::string_view line) {
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#' && (i == 0 || line[i - 1] == ' ')) {
      return i;
    }
  }
  return std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of("# ");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::string comment_beside(const SourceText& source, Mark mark) {
  std::string_view line = source.line(mark.line);
  const std::size_t start = comment_of(line);
  if (start == line.npos) return {};
  std::string text(trimmed(line.substr(start)));
  for (int next = mark.line + 1;; ++next) {
    line = source.line(next);
    if (comment_of(line) != start || line.find_first_not_of(' ') != start) return text;
    text.append(" ").append(trimmed(line.substr(start)));
  }
}

}  // namespace fishtank::plan
