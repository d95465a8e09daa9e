#include "report/style.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "plan/utf8.hpp"

namespace fishtank::report {

namespace {

std::string painted(bool colour, std::string_view code, std::string_view text) {
  return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

}  // namespace

std::string Style::heading(std::string_view text) const { return painted(colour, "1", text); }
std::string Style::good(std::string_view text) const { return painted(colour, "32", text); }
std::string Style::bad(std::string_view text) const { return painted(colour, "1;31", text); }
std::string Style::warning(std::string_view text) const { return painted(colour, "33", text); }
std::string Style::quiet(std::string_view text) const { return painted(colour, "2", text); }

std::string wrap(std::string_view text, std::size_t indent) {
  std::string lines;
  std::size_t used = kLineWidth;  // the first word begins the first line
  while (!text.empty()) {
    const std::size_t length = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    if (word.empty()) continue;
    const std::size_t width = columns(word);
    if (used + 1 + width > kLineWidth) {
      if (!lines.empty()) lines += '\n';
      lines.append(indent, ' ');
      used = indent;
    } else {
      lines += ' ';
      ++used;
    }
    lines += word;
    used += width;
  }
  return lines.empty() ? lines : lines + '\n';
}

std::string row(std::string_view name, std::size_t column, std::string_view text,
                std::size_t indent) {
  const std::size_t start = indent + column + 2;
  const std::size_t taken = indent + columns(name);
  std::string lines = wrap(text, start);
  if (taken + 2 > start || lines.empty()) {
    return std::string(indent, ' ').append(name).append("\n").append(lines);
  }
  return std::string(indent, ' ').append(name).append(lines.substr(taken));
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::size_t columns(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    width += static_cast<std::size_t>(plan::display_width(text));
    text.remove_prefix(plan::character_size(text));
  }
  return width;
}

std::string printable(std::string_view text) {
  std::string clean(text);
  for (char& character : clean) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x20U || byte == 0x7fU) character = '?';
  }
  while (const auto bad = plan::first_bad_byte(clean)) clean[*bad] = '?';
  return clean;
}

}  // namespace fishtank::report
