#include "cli/vocabulary.hpp"

#include <fmt/core.h>

#include "cli/input_error.hpp"
#include "plan/nearest.hpp"
#include "report/style.hpp"

namespace fishtank::cli {

std::string_view first_sentence(std::string_view text) {
  const std::size_t end = text.find(". ");
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

std::size_t column_width(std::span<const std::string_view> names) {
  std::size_t width = 0;
  for (const std::string_view name : names) width = std::max(width, name.size());
  return width;
}

void refuse_name(std::string_view what, std::string_view name,
                 std::span<const std::string_view> known, std::string_view command) {
  const auto near = plan::nearest(name, known);
  throw InputError(fmt::format("there is no {} `{}`{}\n`{}` lists them all", what,
                               report::printable(name),
                               near ? fmt::format("; did you mean `{}`?", *near) : "", command));
}

}  // namespace fishtank::cli
