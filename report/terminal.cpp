#include <fmt/core.h>

#include "report/failure_groups.hpp"
#include "report/rarities.hpp"
#include "report/report.hpp"
#include "report/tables.hpp"

namespace fishtank::report {

namespace {

std::string title(const CaseResult& result, const Style& style) {
  return fmt::format("{} {}  {}\n", style.bad("FAIL"), style.heading(printable(result.file)),
                     result.label);
}

std::string show(const CaseResult& result, const trace::Failure& failure, const Style& style) {
  std::string text = fmt::format("  {}\n    expected: {}\n    happened: {}\n",
                                 style.warning(printable(place(result, failure))), failure.expected,
                                 failure.happened);
  if (failure.at) {
    text += fmt::format("    at:       {}\n", plan::print_duration(*failure.at - core::kStart));
  }
  return text;
}

/// A failed case with all that one needs to understand it.
std::string in_full(const CaseResult& result, const Style& style) {
  std::string text = title(result, style) + fmt::format("  {}\n", result.scenario);
  for (const trace::Failure& failure : result.failures) text += show(result, failure, style);
  if (!result.around.empty()) {
    text += "  around that moment:\n";
    for (const std::string& line : result.around) text += fmt::format("    {}\n", line);
  }
  return text;
}

std::string again(const CaseResult& result, const Style& style) {
  return fmt::format("  again: {}\n", style.heading(printable(result.command)));
}

/// The rest of a group of failures.
std::string and_more(const FailureGroup& group) {
  if (group.others.empty()) return {};
  return fmt::format("  and so with {}: {}\n", counted(group.others.size(), "more seed"),
                     seeds_text(group.others));
}

std::string summary(const SuiteResult& suite, const Style& style) {
  const Totals sum = totals(suite.cases);
  const std::string passed = fmt::format("{} passed", sum.cases - sum.failed);
  const std::string failed = fmt::format("{} failed", sum.failed);
  const std::string wall =
      suite.wall ? fmt::format(" in {}", plan::print_duration(*suite.wall)) : "";
  const std::string unusable =
      suite.unusable.empty()
          ? ""
          : style.bad(fmt::format("; {} cannot be used", counted(suite.unusable.size(), "file")));
  return fmt::format("{}, {}: {} of {}{}\n{} simulated{}; fingerprint {}\n",
                     sum.failed == 0 ? style.good(passed) : passed,
                     sum.failed == 0 ? failed : style.bad(failed), counted(sum.cases, "case"),
                     counted(sum.scenarios, "scenario"), unusable,
                     plan::print_duration(sum.simulated), wall, to_text(fingerprint(suite)));
}

}  // namespace

std::string terminal(const SuiteResult& suite, const TerminalOptions& options) {
  const Style& style = options.style;
  const auto groups = failure_groups(suite.cases);
  std::string text;
  for (std::size_t index = 0; index < groups.size(); ++index) {
    const CaseResult& one = suite.cases[groups[index].shown];
    const bool full = index < options.in_full;
    text += full ? in_full(one, style) : title(one, style);
    text += again(one, style) + and_more(groups[index]);
    if (full) text += '\n';
  }
  if (groups.size() > options.in_full) text += '\n';
  if (options.metrics) {
    text += metrics_table(suite.metrics, style) + watch_table(suite.watched, style) + '\n';
  }
  const bool asked = options.sometimes != Rarely::line;
  std::string rare;
  if (options.sometimes == Rarely::table) rare += rarities_table(suite.cases, style);
  if (asked) rare += never_list(suite.cases, style);
  if (!rare.empty()) text += rare + '\n';
  text += summary(suite, style);
  const bool is_suite = totals(suite.cases).scenarios > 1;
  return asked || is_suite ? text + rarities_line(suite.cases, style) : text;
}

}  // namespace fishtank::report
