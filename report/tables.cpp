#include "report/tables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <vector>

namespace fishtank::report {

namespace {

using core::Duration;
using plan::kStatistics;

/// As precise as a person can use it.
Duration rounded(Duration value) {
  if (value >= core::seconds(1)) return std::chrono::floor<core::milliseconds>(value);
  if (value >= core::milliseconds(1)) return std::chrono::floor<std::chrono::microseconds>(value);
  return value;
}

std::string rounded_text(const Measured& measured) {
  if (measured.unit != plan::ValueKind::duration) return value_text(measured);
  return plan::print_duration(rounded(Duration(measured.value)));
}

/// "detection_latency" and "max"; a number has no statistic.
struct Name {
  std::string_view metric;
  std::string_view statistic = {};
};

Name taken_apart(const Measured& measured) {
  const std::string_view name = measured.name;
  const std::size_t dot = name.rfind('.');
  if (dot == name.npos) return {name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

/// A distribution with the texts of its statistics, in the order of kStatistics.
struct DistributionRow {
  std::string_view name;
  std::array<std::string, kStatistics.size()> cells;
};

std::vector<DistributionRow> distributions(std::span<const Measured> metrics) {
  std::vector<DistributionRow> rows;
  for (const Measured& measured : metrics) {
    const Name name = taken_apart(measured);
    const auto column = std::ranges::find(kStatistics, name.statistic);
    if (column == kStatistics.end()) continue;
    if (rows.empty() || rows.back().name != name.metric) rows.push_back({name.metric, {}});
    rows.back().cells[static_cast<std::size_t>(column - kStatistics.begin())] =
        rounded_text(measured);
  }
  return rows;
}

std::string distribution_table(std::span<const Measured> metrics, std::size_t width,
                               const Style& style) {
  const std::vector<DistributionRow> rows = distributions(metrics);
  if (rows.empty()) return {};
  std::string head = fmt::format("  {:{}}", "", width);
  std::vector<std::string> lines;
  for (const DistributionRow& row : rows) {
    lines.push_back(fmt::format("  {:{}}", row.name, width));
  }
  for (std::size_t column = 0; column < kStatistics.size(); ++column) {
    std::size_t cell = kStatistics[column].size();
    for (const DistributionRow& row : rows) cell = std::max(cell, row.cells[column].size());
    head += fmt::format("  {:>{}}", kStatistics[column], cell);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const std::string& text = rows[row].cells[column];
      lines[row] += fmt::format("  {:>{}}", text.empty() ? "-" : text, cell);
    }
  }
  std::string table = style.heading(head) + '\n';
  for (const std::string& line : lines) table += line + '\n';
  return table;
}

std::string painted(trace::Judgement judgement, std::size_t width, const Style& style) {
  const std::string text = fmt::format("{:{}}", trace::name(judgement), width);
  switch (judgement) {
    case trace::Judgement::nothing_to_tell: return style.quiet(text);
    case trace::Judgement::good: return style.good(text);
    case trace::Judgement::watch: return style.warning(text);
    case trace::Judgement::alarm: return style.bad(text);
  }
  return text;
}

std::string text_of(const trace::Watched& line) {
  if (!line.value) return "-";
  if (line.spec->unit != trace::WatchUnit::duration) {
    return trace::print(*line.value, line.spec->unit);
  }
  return plan::print_duration(rounded(Duration(*line.value)));
}

}  // namespace

std::string metrics_table(std::span<const Measured> metrics, const Style& style) {
  std::size_t width = 0;
  for (const Measured& measured : metrics) {
    width = std::max(width, taken_apart(measured).metric.size());
  }
  std::string text = style.heading("measured") + '\n';
  for (const Measured& measured : metrics) {
    if (!taken_apart(measured).statistic.empty()) continue;
    text += fmt::format("  {:{}}  {}\n", measured.name, width, rounded_text(measured));
  }
  return text + distribution_table(metrics, width, style);
}

std::string watch_table(std::span<const trace::Watched> watched, const Style& style) {
  std::size_t width = 0;
  std::size_t value = 0;
  std::size_t judgement = 0;
  for (const trace::Watched& line : watched) {
    width = std::max(width, line.spec->name.size());
    value = std::max(value, text_of(line).size());
    judgement = std::max(judgement, trace::name(line.judgement).size());
  }
  std::string text = style.heading("watched") + '\n';
  for (const trace::Watched& line : watched) {
    text += fmt::format("  {:{}}  {:>{}}  {}  good {}, alarm {}\n", line.spec->name, width,
                        text_of(line), value, painted(line.judgement, judgement, style),
                        trace::good_range(*line.spec), trace::alarm_range(*line.spec));
  }
  return text;
}

}  // namespace fishtank::report
