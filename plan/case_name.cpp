#include "plan/case_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace fishtank::plan {
namespace {

bool needs_quotes(std::string_view text) {
  return text.empty() || text.find_first_of(" \t\n\"\\") != std::string_view::npos;
}

std::string in_quotes(std::string_view text) {
  if (!needs_quotes(text)) return std::string(text);
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

/// Takes a value from the front of `rest`; nothing if its quotation is not closed.
std::optional<std::string> take_value(std::string_view& rest) {
  if (!rest.starts_with('"')) {
    const std::string_view value = rest.substr(0, rest.find(' '));
    rest.remove_prefix(value.size());
    return std::string(value);
  }
  std::string value;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return value;
    }
    if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
    value += rest[i];
  }
  return std::nullopt;
}

std::optional<core::Seed> parse_seed(std::string_view text) {
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return core::Seed{value};
}

UnitError error(std::string_view text, std::string_view why) {
  return {fmt::format("`{}` names no case: {}; as in `network.latency=20ms seed=7`", text, why)};
}

}  // namespace

CaseName name_of(const Case& one) { return {one.settings, one.seed}; }

std::string print(const CaseName& name) {
  std::string text;
  for (const auto& [path, value] : name.settings) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", path, in_quotes(value));
  }
  if (name.seed) {
    text +=
        fmt::format("{}seed={}", text.empty() ? "" : " ", static_cast<std::uint64_t>(*name.seed));
  }
  return text;
}

Parsed<CaseName> parse_case_name(std::string_view text) {
  CaseName name;
  std::string_view rest = text;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    if (rest.empty()) return name;
    const std::size_t sign = rest.find('=');
    const std::string_view key = rest.substr(0, sign);
    if (sign == std::string_view::npos || key.empty() || key.find(' ') != key.npos) {
      return error(text, "write path=value");
    }
    rest.remove_prefix(sign + 1);
    const auto value = take_value(rest);
    if (!value) return error(text, "a quotation is not closed");
    if (key != "seed") {
      name.settings.emplace_back(key, *value);
      continue;
    }
    name.seed = parse_seed(*value);
    if (!name.seed) return error(text, "a seed is a whole number");
  }
}

bool matches(const CaseName& name, const Case& one) {
  if (name.seed && *name.seed != one.seed) return false;
  return std::ranges::all_of(name.settings, [&](const Setting& setting) {
    return std::ranges::find(one.settings, setting) != one.settings.end();
  });
}

}  // namespace fishtank::plan
