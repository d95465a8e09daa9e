#include "report/failure_groups.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>

namespace fishtank::report {

namespace {

bool same_reason(const trace::Failure& a, const trace::Failure& b) {
  return a.mark == b.mark && a.expectation == b.expectation && a.expected == b.expected;
}

bool belong_together(const CaseResult& a, const CaseResult& b) {
  return a.file == b.file && a.settings == b.settings &&
         std::ranges::equal(a.failures, b.failures, same_reason);
}

std::uint64_t number(core::Seed seed) { return static_cast<std::uint64_t>(seed); }

}  // namespace

std::vector<FailureGroup> failure_groups(std::span<const CaseResult> cases) {
  std::vector<FailureGroup> groups;
  std::size_t first_of_file = 0;  // among the groups
  for (std::size_t index = 0; index < cases.size(); ++index) {
    if (index != 0 && cases[index].file != cases[index - 1].file) first_of_file = groups.size();
    if (cases[index].passed()) continue;
    const auto begin = groups.begin() + static_cast<std::ptrdiff_t>(first_of_file);
    const auto group = std::find_if(begin, groups.end(), [&](const FailureGroup& one) {
      return belong_together(cases[one.shown], cases[index]);
    });
    if (group == groups.end()) {
      groups.push_back({.shown = index, .others = {}});
    } else {
      group->others.push_back(cases[index].seed);
    }
  }
  return groups;
}

std::string seeds_text(std::span<const core::Seed> seeds) {
  constexpr int kRanges = 8;
  std::string text;
  int ranges = 0;
  for (std::size_t first = 0; first < seeds.size(); ++ranges) {
    if (ranges == kRanges) return text + ", ...";
    std::size_t last = first;
    while (last + 1 < seeds.size() && number(seeds[last + 1]) == number(seeds[last]) + 1) ++last;
    if (!text.empty()) text += ", ";
    text += fmt::format("{}", number(seeds[first]));
    if (last != first) text += fmt::format("..{}", number(seeds[last]));
    first = last + 1;
  }
  return text;
}

}  // namespace fishtank::report
