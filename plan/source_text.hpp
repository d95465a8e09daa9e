#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/diagnostic.hpp"

namespace fishtank::plan {

/// The text of a file, line by line, for saying where something stands. Refers to the text.
class SourceText {
 public:
  SourceText(std::string_view text, std::string_view file);

  /// 1-based, in characters, of a 0-based line and byte within it; beyond the end: the end.
  Mark mark(std::size_t line, std::size_t byte) const;

  /// The mark of a byte of the text.
  Mark mark_of_byte(std::size_t byte) const;

  /// The line of that number (1-based), without its ending; empty if there is none.
  std::string_view line(int number) const;

  /// Whether the quotation that begins at that 0-based line and byte ends; true if none begins
  /// there. (yaml-cpp takes the end of the file for the end of a quotation.)
  bool closes_quotation(std::size_t line, std::size_t byte) const;

  Diagnostic mistake(Mark mark, int width, std::string message, std::string help = {}) const;

 private:
  std::string file_;
  std::string_view text_;
  std::vector<std::string_view> lines_;

  /// Where the last mark was: a parser asks from left to right, and a line may be a megabyte long.
  struct Position {
    std::size_t line = 0;
    std::size_t byte = 0;
    std::size_t characters = 0;
  };
  mutable Position last_;
};

}  // namespace fishtank::plan
