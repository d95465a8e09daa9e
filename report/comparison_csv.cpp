#include <fmt/core.h>

#include "report/comparison.hpp"

namespace fishtank::report {

namespace {

/// As RFC 4180 has it: in quotes if it must be.
std::string cell(std::string_view text) {
  const std::string clean = printable(text);
  if (clean.find_first_of(",\"") == clean.npos) return clean;
  std::string quoted = "\"";
  for (const char c : clean) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string cell(const std::optional<std::int64_t>& value) {
  if (!value) return "";
  return *value == explore::kNever ? "never" : fmt::format("{}", *value);
}

std::string head() {
  std::string text = "fault,profile,clients,not_back,unnoticed,untouched,worst_seed";
  for (const explore::MeasureInfo& info : explore::measures()) {
    const std::string_view suffix = info.unit == plan::ValueKind::duration ? "_ns" : "";
    for (const std::string_view statistic : {"p50", "p99", "max", "sum"}) {
      text += fmt::format(",{}.{}{}", info.name, statistic, suffix);
    }
  }
  return text + '\n';
}

std::string line(const explore::Row& row) {
  std::string text = fmt::format("{},{},{},{},{},{},{}", cell(row.trouble), cell(row.subject),
                                 row.clients, row.not_back, row.unnoticed, row.untouched,
                                 static_cast<std::uint64_t>(row.worst));
  for (const explore::MeasureInfo& info : explore::measures()) {
    const explore::Spread& spread = row.of(info.measure);
    text += fmt::format(",{},{},{},{}", cell(spread.p50), cell(spread.p99), cell(spread.max),
                        spread.sum);
  }
  return text + '\n';
}

}  // namespace

std::string csv(const explore::Comparison& comparison) {
  std::string text = head();
  for (const explore::Row& row : comparison.rows) text += line(row);
  return text;
}

}  // namespace fishtank::report
