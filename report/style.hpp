#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// How text for people looks: colours (on a terminal only) and lines of bearable width.
namespace fishtank::report {

/// The widest line that we write of our own accord.
inline constexpr std::size_t kLineWidth = 100;

/// Colours, or the text as it is.
struct Style {
  bool colour = false;

  std::string heading(std::string_view text) const;  ///< bold
  std::string good(std::string_view text) const;     ///< green
  std::string bad(std::string_view text) const;      ///< red, bold
  std::string warning(std::string_view text) const;  ///< yellow
  std::string quiet(std::string_view text) const;    ///< dim
};

/// Breaks a text between words into lines, each indented by so many columns, each ended by a
/// newline. A word that is too long stays whole.
std::string wrap(std::string_view text, std::size_t indent);

/// A name in a column of its own and the text beside it, wrapped: a row of a vocabulary.
std::string row(std::string_view name, std::size_t column, std::string_view text,
                std::size_t indent = 2);

/// "1 case", "2 cases", of a noun with a regular plural.
std::string counted(std::size_t count, std::string_view noun);

/// How many columns of a terminal a valid UTF-8 text takes.
std::size_t columns(std::string_view text);

/// The text in valid UTF-8 without control characters, which could command a terminal or break a
/// file of ours: each such byte becomes `?`. For what comes from outside: paths, names.
std::string printable(std::string_view text);

}  // namespace fishtank::report
