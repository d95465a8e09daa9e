#include "report/result.hpp"

#include <fmt/core.h>

#include "trace/digest.hpp"

namespace fishtank::report {

Totals totals(std::span<const CaseResult> cases) {
  Totals sum;
  sum.cases = cases.size();
  const std::string* file = nullptr;
  for (const CaseResult& one : cases) {
    if (file == nullptr || *file != one.file) ++sum.scenarios;
    file = &one.file;
    if (!one.passed()) ++sum.failed;
    sum.simulated += one.simulated;
  }
  return sum;
}

trace::Fingerprint fingerprint(const SuiteResult& suite) {
  std::string all;
  for (const CaseResult& one : suite.cases) all += to_text(one.fingerprint) + '\n';
  return trace::Fingerprint{trace::digest(all)};
}

std::string name_with_unit(const Measured& measured) {
  switch (measured.unit) {
    case plan::ValueKind::duration: return measured.name + "_ns";
    case plan::ValueKind::percent: return measured.name + "_ppm";
    default: return measured.name;
  }
}

std::string name_with_unit(const trace::WatchSpec& spec) {
  const std::string name(spec.name);
  switch (spec.unit) {
    case trace::WatchUnit::share: return name + "_ppm";
    case trace::WatchUnit::per_day: return name + "_milli";
    case trace::WatchUnit::duration: return name + "_ns";
  }
  return name;
}

std::string value_text(const Measured& measured) {
  if (measured.unit == plan::ValueKind::duration) {
    return plan::print_duration(core::Duration(measured.value));
  }
  return plan::print_value(measured.value, measured.unit);
}

std::string place(const CaseResult& result, const trace::Failure& failure) {
  if (failure.mark.line == 0) return fmt::format("{}: {}", result.file, failure.expectation);
  return fmt::format("{}:{}:{}: {}", result.file, failure.mark.line, failure.mark.column,
                     failure.expectation);
}

}  // namespace fishtank::report
