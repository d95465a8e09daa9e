#include "explore/notation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "trace/vocabulary.hpp"

namespace fishtank::explore {

namespace {

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == text.npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

}  // namespace

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  int depth = 0;
  char quote = 0;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const char c = text[index];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (depth > 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == separator && depth == 0) {
      parts.push_back(trimmed(text.substr(begin, index - begin)));
      begin = index + 1;
    }
  }
  parts.push_back(trimmed(text.substr(begin)));
  return parts;
}

plan::Parsed<Named> parse_named(std::string_view text) {
  const std::string whole = trimmed(text);
  if (whole.find_first_of("\n\r\t") != whole.npos) {
    return plan::UnitError{"a name with its fields stands in one line, with spaces"};
  }
  const std::size_t brace = whole.find('{');
  Named named{.name = trimmed(std::string_view(whole).substr(0, brace)), .fields = {}};
  if (brace != whole.npos) {
    if (whole.back() != '}') {
      return plan::UnitError{fmt::format("`{}` does not end with `}}`", whole)};
    }
    named.fields = trimmed(std::string_view(whole).substr(brace + 1, whole.size() - brace - 2));
  }
  if (named.name.empty()) return plan::UnitError{"here a name is missing"};
  return named;
}

namespace {

constexpr std::string_view kOurs = "the command line";

/// The mistake to tell of: one in a profile's file is the cause of what is wrong with ours.
std::string cause(const plan::Diagnostics& mistakes) {
  const auto elsewhere =
      std::ranges::find_if(mistakes, [](const plan::Diagnostic& one) { return one.file != kOurs; });
  if (elsewhere != mistakes.end()) {
    std::string text = plan::print(*elsewhere);
    text.pop_back();  // its newline
    return text;
  }
  const plan::Diagnostic& first = mistakes.front();
  return first.help.empty() ? first.message : fmt::format("{}; {}", first.message, first.help);
}

}  // namespace

plan::Parsed<plan::Plan> load_around(std::string_view scenario) {
  plan::Loaded loaded = plan::load(scenario, kOurs, trace::vocabulary());
  if (const auto* mistakes = std::get_if<plan::Diagnostics>(&loaded)) {
    return plan::UnitError{cause(*mistakes)};
  }
  return std::move(std::get<plan::ScenarioFile>(loaded).variants.front().plan);
}

}  // namespace fishtank::explore
