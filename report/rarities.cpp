#include "report/rarities.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fishtank::report {

namespace {

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

}  // namespace

std::vector<Rarity> rarities(std::span<const CaseResult> cases) {
  std::vector<Rarity> list;
  for (const trace::Situation& situation : trace::situations()) {
    const std::size_t index = list.size();
    Rarity& rarity = list.emplace_back(Rarity{.situation = &situation});
    for (const CaseResult& one : cases) {
      if (!trace::contains(one.situations, index)) continue;
      if (rarity.cases++ == 0) rarity.example = &one;
    }
  }
  return list;
}

std::vector<std::string_view> never_occurred(std::span<const CaseResult> cases) {
  std::vector<std::string_view> names;
  for (const Rarity& rarity : rarities(cases)) {
    if (rarity.cases == 0) names.push_back(rarity.situation->name);
  }
  return names;
}

std::string rarities_line(std::span<const CaseResult> cases, const Style& style) {
  constexpr std::size_t kNamed = 8;
  const std::size_t all = trace::situations().size();
  const auto never = never_occurred(cases);
  std::string line = fmt::format("{} of {} rare situations occurred", all - never.size(), all);
  if (never.empty()) return style.good(line) + '\n';
  if (never.size() > kNamed) return line + '\n';
  return line + fmt::format("; never: {}\n", style.warning(joined(never)));
}

std::string rarities_table(std::span<const CaseResult> cases, const Style& style) {
  std::vector<Rarity> list = rarities(cases);
  std::erase_if(list, [](const Rarity& rarity) { return rarity.cases == 0; });
  if (list.empty()) return "";
  std::size_t width = 0;
  for (const Rarity& rarity : list) width = std::max(width, rarity.situation->name.size());
  std::string text =
      style.heading(fmt::format("{:{}}  cases  first in", "rare situations", width + 2)) + '\n';
  for (const Rarity& rarity : list) {
    text += fmt::format("  {:{}}  {:5}  {} {}\n", rarity.situation->name, width, rarity.cases,
                        printable(rarity.example->file), rarity.example->label);
  }
  return text;
}

std::string never_list(std::span<const CaseResult> cases, const Style& style) {
  const std::string names = joined(never_occurred(cases));
  if (names.empty()) return "";
  return style.heading("never occurred") + '\n' + style.warning(wrap(names, 2));
}

}  // namespace fishtank::report
