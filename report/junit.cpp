#include <fmt/core.h>

#include <algorithm>
#include <pugixml.hpp>
#include <span>
#include <sstream>

#include "report/report.hpp"

namespace fishtank::report {

namespace {

/// Seconds with milliseconds, as JUnit wants them.
std::string seconds_text(core::Duration duration) {
  const std::int64_t ms = core::duration_cast<core::milliseconds>(duration).count();
  return fmt::format("{}.{:03}", ms / 1000, ms % 1000);
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name) = value.c_str();
}

/// What stands in the body of a failure: everything that a person needs who sees nothing else.
std::string body(const CaseResult& result, const trace::Failure& failure) {
  std::string text =
      fmt::format("{}\n  expected: {}\n  happened: {}\n", printable(place(result, failure)),
                  failure.expected, failure.happened);
  if (failure.at) {
    text += fmt::format("  at:       {}\n", plan::print_duration(*failure.at - core::kStart));
  }
  const bool is_first = &failure == &result.failures.front();
  if (is_first && !result.around.empty()) {
    text += "around that moment:\n";
    for (const std::string& line : result.around) text += fmt::format("  {}\n", line);
  }
  return text + fmt::format("again: {}\n", printable(result.command));
}

void add_case(pugi::xml_node suite, const CaseResult& result) {
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "classname", printable(result.file));
  set(node, "name", result.label);
  set(node, "file", printable(result.file));
  set(node, "time", seconds_text(result.simulated));
  for (const trace::Failure& failure : result.failures) {
    pugi::xml_node child = node.append_child("failure");
    set(child, "type", failure.expectation);
    set(child, "message", fmt::format("expected {}; {}", failure.expected, failure.happened));
    child.text() = body(result, failure).c_str();
  }
}

/// The numbers that every level of a JUnit file has.
void add_totals(pugi::xml_node node, const Totals& sum, std::size_t errors) {
  node.append_attribute("tests") = sum.cases;
  node.append_attribute("failures") = sum.failed;
  node.append_attribute("errors") = errors;
  set(node, "time", seconds_text(sum.simulated));
}

/// A file that could not be run: no failure of a case, but what was to be tested was not.
void add_unusable(pugi::xml_node root, const std::string& file) {
  pugi::xml_node suite = root.append_child("testsuite");
  set(suite, "name", printable(file));
  set(suite, "file", printable(file));
  add_totals(suite, {.cases = 1}, 1);
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "classname", printable(file));
  set(node, "name", "can be used");
  set(node.append_child("error"), "message", "`fishtank check` lists what is wrong in this file");
}

/// A file's cases stand together; this takes those of the first file from the front.
std::span<const CaseResult> take_file(std::span<const CaseResult>& cases) {
  const auto end = std::ranges::find_if(
      cases, [&](const CaseResult& one) { return one.file != cases.front().file; });
  const auto file = cases.first(static_cast<std::size_t>(end - cases.begin()));
  cases = cases.subspan(file.size());
  return file;
}

}  // namespace

std::string junit(const SuiteResult& suite) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  set(root, "name", "fishtank");
  Totals all = totals(suite.cases);
  all.cases += suite.unusable.size();
  add_totals(root, all, suite.unusable.size());
  std::span<const CaseResult> rest = suite.cases;
  while (!rest.empty()) {
    const std::span<const CaseResult> file = take_file(rest);
    pugi::xml_node node = root.append_child("testsuite");
    set(node, "name", file.front().scenario);
    set(node, "file", printable(file.front().file));
    add_totals(node, totals(file), 0);
    for (const CaseResult& one : file) add_case(node, one);
  }
  for (const std::string& file : suite.unusable) add_unusable(root, file);
  std::ostringstream text;
  document.save(text, "  ", pugi::format_default, pugi::encoding_utf8);
  return text.str();
}

}  // namespace fishtank::report
