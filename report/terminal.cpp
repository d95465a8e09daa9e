#include <fmt/core.h>

#include "report/report.hpp"
#include "report/tables.hpp"

namespace fishtank::report {

namespace {

std::string title(const CaseResult& result, const Style& style) {
  const std::string verdict = result.passed() ? style.good("PASS") : style.bad("FAIL");
  return fmt::format("{} {}  {}\n", verdict, style.heading(printable(result.file)), result.label);
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

std::string summary(const SuiteResult& suite, const Style& style) {
  const Totals sum = totals(suite.cases);
  const auto plural = [](std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
  };
  const std::string passed = fmt::format("{} passed", sum.cases - sum.failed);
  const std::string failed = fmt::format("{} failed", sum.failed);
  const std::string wall =
      suite.wall ? fmt::format(" in {}", plan::print_duration(*suite.wall)) : "";
  return fmt::format("{}, {}: {} of {}\n{} simulated{}; fingerprint {}\n",
                     sum.failed == 0 ? style.good(passed) : passed,
                     sum.failed == 0 ? failed : style.bad(failed), plural(sum.cases, "case"),
                     plural(sum.scenarios, "scenario"), plan::print_duration(sum.simulated), wall,
                     to_text(fingerprint(suite)));
}

}  // namespace

std::string terminal(const SuiteResult& suite, const TerminalOptions& options) {
  std::string text;
  std::size_t failed = 0;
  for (const CaseResult& one : suite.cases) {
    const bool full = !one.passed() && failed++ < options.in_full;
    if (one.passed()) continue;
    text += full ? in_full(one, options.style) : title(one, options.style);
    text += again(one, options.style);
    if (full) text += '\n';
  }
  if (failed > options.in_full) text += '\n';
  if (options.metrics) {
    text += metrics_table(suite.metrics, options.style);
    text += watch_table(suite.watched, options.style) + '\n';
  }
  return text + summary(suite, options.style);
}

}  // namespace fishtank::report
