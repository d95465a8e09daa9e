#include "plan/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plan/utf8.hpp"

namespace fishtank::plan {
namespace {

/// Characters of a source line that are shown, and how many of them before the mistake.
constexpr int kShown = 120;
constexpr int kShownBefore = 60;

/// A source line cut to what is shown, and the row of spaces that leads to the mistake.
struct Excerpt {
  std::string text;
  std::string indent;
  int shown_after = 0;  ///< characters from the mistake to the end of what is shown
};

Excerpt excerpt(std::string_view line, int column) {
  const int first = column > kShown - 20 ? column - kShownBefore : 1;
  Excerpt result;
  if (first > 1) {
    result.text = "...";
    result.indent = "   ";
  }
  int at = 1;
  while (!line.empty() && at < first + kShown) {
    const std::size_t size = character_size(line);
    const bool control = size == 1 && static_cast<unsigned char>(line[0]) < 0x20;
    if (at >= first) {
      result.text += control ? " " : line.substr(0, size);
      if (at < column) {
        result.indent +=
            std::string(control ? 1U : static_cast<unsigned>(display_width(line)), ' ');
      } else {
        result.shown_after += control ? 1 : display_width(line);
      }
    }
    line.remove_prefix(size);
    ++at;
  }
  if (!line.empty()) result.text += "...";
  return result;
}

std::string position(const Diagnostic& diagnostic) {
  if (diagnostic.mark.line == 0) return diagnostic.file;
  return fmt::format("{}:{}:{}", diagnostic.file, diagnostic.mark.line, diagnostic.mark.column);
}

}  // namespace

std::string print(const Diagnostic& diagnostic) {
  std::string text = fmt::format("{}: error: {}\n", position(diagnostic), diagnostic.message);
  if (diagnostic.mark.line > 0) {
    const Excerpt shown = excerpt(diagnostic.source_line, diagnostic.mark.column);
    const int tail = std::clamp(diagnostic.width - 1, 0, std::max(0, shown.shown_after - 1));
    text += fmt::format("{:5} | {}\n", diagnostic.mark.line, shown.text);
    text +=
        fmt::format("      | {}^{}\n", shown.indent, std::string(static_cast<unsigned>(tail), '~'));
  }
  if (!diagnostic.help.empty()) text += fmt::format("      = {}\n", diagnostic.help);
  return text;
}

std::string print(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += print(diagnostic);
  text += fmt::format("{} mistake{}\n", diagnostics.size(), diagnostics.size() == 1 ? "" : "s");
  return text;
}

}  // namespace fishtank::plan
