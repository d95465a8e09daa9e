#include "cli/served_summary.hpp"

#include <fmt/core.h>

#include <chrono>
#include <set>
#include <span>

#include "plan/units.hpp"

namespace fishtank::cli {

namespace {

std::string count_of(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string moment_of(core::Instant at) {
  return plan::print_duration(std::chrono::floor<core::milliseconds>(at - core::kStart));
}

/// The findings, one by one; what they come to is in `broken`.
std::string findings_text(const serve::Verdict& verdict, std::string& broken) {
  std::string text;
  std::set<std::string_view> checks;
  std::set<std::uint32_t> visitors;
  for (const onlooker::Finding& finding : verdict.findings) {
    text += fmt::format("FAILED {}: {} at {}\n    {}\n", finding.check,
                        verdict.visitors[finding.visitor], moment_of(finding.at), finding.message);
    checks.insert(finding.check);
    visitors.insert(finding.visitor);
  }
  if (checks.empty()) return text;
  broken = fmt::format("{} broken by {} of {}", count_of(checks.size(), "check"), visitors.size(),
                       count_of(verdict.visitors.size(), "visitor"));
  return text;
}

/// What the scenario wants and did not get.
std::string failures_text(const serve::Verdict& verdict, std::string_view file) {
  std::string text;
  for (const trace::Failure& failure : verdict.failures) {
    const std::string who = failure.client == trace::kNoClient
                                ? ""
                                : verdict.visitors[failure.client] + ", as the server sees it: ";
    text += fmt::format("FAILED {} ({}:{})\n    expected: {}{}\n    happened: {}\n",
                        failure.expectation, file, failure.mark.line, who, failure.expected,
                        failure.happened);
  }
  return text;
}

std::string left_out_text(std::span<const plan::Mark> expectations, std::string_view file) {
  if (expectations.empty()) return "";
  std::string lines;
  for (const plan::Mark& mark : expectations) {
    lines += fmt::format("{}{}", lines.empty() ? "" : ", ", mark.line);
  }
  return fmt::format(
      "not judged: {} of {} (line {}): a server cannot tell, or its time had not come\n",
      count_of(expectations.size(), "expectation"), file, lines);
}

std::string away_text(const serve::Verdict& verdict) {
  std::string text;
  for (const serve::Verdict::Away& one : verdict.away) {
    text += fmt::format(
        "note: {} was cut off at {} and not back at the end; comes_back gives it "
        "until {}\n",
        verdict.visitors[one.visitor], moment_of(one.since), moment_of(one.until));
  }
  return text;
}

}  // namespace

std::string served_summary(const serve::Verdict& verdict, std::string_view file) {
  if (verdict.visitors.empty()) return "failed: nobody came, so nothing was tested\n";
  std::string broken;
  std::string text = findings_text(verdict, broken) + failures_text(verdict, file) +
                     left_out_text(verdict.left_out, file) + away_text(verdict);
  if (!verdict.registered && verdict.findings.empty() && verdict.failures.empty()) {
    return text + fmt::format("failed: nobody registered, so nothing was tested ({})\n",
                              count_of(verdict.visitors.size(), "visitor"));
  }
  if (verdict.passed()) {
    return text +
           fmt::format("passed: {}, nothing wrong\n", count_of(verdict.visitors.size(), "visitor"));
  }
  if (!verdict.failures.empty()) {
    broken += fmt::format("{}{} of the scenario not met", broken.empty() ? "" : "; ",
                          count_of(verdict.failures.size(), "line"));
  }
  return text + fmt::format("failed: {}\n", broken);
}

}  // namespace fishtank::cli
