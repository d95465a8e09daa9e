#include "plan/source_text.hpp"

#include <algorithm>

#include "plan/utf8.hpp"

namespace fishtank::plan {

SourceText::SourceText(std::string_view text, std::string_view file) : file_(file), text_(text) {
  std::string_view rest = text;
  while (true) {
    const std::size_t end = rest.find('\n');
    lines_.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
}

Mark SourceText::mark(std::size_t line, std::size_t byte) const {
  if (line >= lines_.size()) {
    line = lines_.size() - 1;
    byte = lines_[line].size();
  }
  byte = std::min(byte, lines_[line].size());
  if (line != last_.line || byte < last_.byte) last_ = {line, 0, 0};
  const std::string_view between = lines_[line].substr(last_.byte, byte - last_.byte);
  last_ = {line, byte, last_.characters + character_count(between)};
  return {static_cast<int>(line) + 1, static_cast<int>(last_.characters) + 1};
}

Mark SourceText::mark_of_byte(std::size_t byte) const {
  for (std::size_t line = 0; line < lines_.size(); ++line) {
    const auto start = static_cast<std::size_t>(lines_[line].data() - text_.data());
    if (byte <= start + lines_[line].size()) return mark(line, byte - start);
  }
  return mark(lines_.size(), 0);
}

std::string_view SourceText::line(int number) const {
  if (number < 1 || static_cast<std::size_t>(number) > lines_.size()) return {};
  std::string_view line = lines_[static_cast<std::size_t>(number) - 1];
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool SourceText::closes_quotation(std::size_t line, std::size_t byte) const {
  if (line >= lines_.size() || byte >= lines_[line].size()) return true;
  const char quote = lines_[line][byte];
  if (quote != '"' && quote != '\'') return true;
  const auto start = static_cast<std::size_t>(lines_[line].data() - text_.data()) + byte;
  for (std::size_t i = start + 1; i < text_.size(); ++i) {
    if (text_[i] == quote) return true;
    if (text_[i] == '\\' && quote == '"') ++i;
  }
  return false;
}

Diagnostic SourceText::mistake(Mark mark, int width, std::string message, std::string help) const {
  std::string source = with_question_marks(line(mark.line));
  if (mark.line > 0) {
    mark.column = std::min(mark.column, static_cast<int>(character_count(source)) + 1);
  }
  return {file_, mark, width, std::move(source), std::move(message), std::move(help)};
}

}  // namespace fishtank::plan
