#include <fmt/core.h>

#include "report/report.hpp"

namespace fishtank::report {

std::string fingerprints(const SuiteResult& suite) {
  std::string text;
  for (const CaseResult& one : suite.cases) {
    text += fmt::format("{} {} {}\n", to_text(one.fingerprint), printable(one.file), one.label);
  }
  return text;
}

}  // namespace fishtank::report
