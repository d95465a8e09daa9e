#include "trace/metrics.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/vocabulary.hpp"
#include "plan/value.hpp"
#include "report/style.hpp"
#include "trace/vocabulary.hpp"
#include "trace/watch_list.hpp"

namespace fishtank::cli {

namespace {

using plan::MetricInfo;
using report::Style;
using trace::WatchSpec;

/// Those of the watch list, too: `run --metrics` shows both.
std::vector<std::string_view> known_names() {
  std::vector<std::string_view> names;
  for (const MetricInfo& metric : trace::metrics()) names.push_back(metric.name);
  for (const WatchSpec& watched : trace::watch_specs()) names.push_back(watched.name);
  return names;
}

/// By its own name, or by that of a statistic of it, as scenarios write it.
const MetricInfo* find_metric(std::string_view name) {
  const plan::MetricName found = plan::find_metric(trace::vocabulary(), name);
  return found.statistic.empty() || found.is_number() ? found.metric : nullptr;
}

const WatchSpec* find_watched(std::string_view name) {
  const auto all = trace::watch_specs();
  const auto found = std::ranges::find(all, name, &WatchSpec::name);
  return found == all.end() ? nullptr : &*found;
}

std::string watch_section(std::size_t column, const Style& style) {
  std::string text = style.heading("watch list, which `run --metrics` shows and judges") + '\n';
  for (const WatchSpec& watched : trace::watch_specs()) {
    text += report::row(watched.name, column, first_sentence(watched.about));
  }
  return text + '\n';
}

std::string list_all(const Style& style, const Context& context) {
  const std::size_t column = column_width(known_names());
  const auto section = [&](std::string_view heading, bool distributions) {
    std::string text = style.heading(heading) + '\n';
    for (const MetricInfo& metric : trace::metrics()) {
      if (metric.is_distribution != distributions) continue;
      text += report::row(metric.name, column, first_sentence(metric.about));
    }
    return text + '\n';
  };
  return section("numbers", false) + section("distributions", true) + watch_section(column, style) +
         fmt::format(
             "Of a distribution a scenario names {}.\n"
             "  expect:\n    - {{metric: detection_latency.max, at_most: 31s}}\n"
             "`{} metrics NAME` shows one in full.\n",
             plan::one_of(plan::kStatistics), context.program);
}

std::string show(const MetricInfo& metric, const Style& style) {
  return fmt::format("{} ({}{})\n{}", style.heading(metric.name), plan::name(metric.unit),
                     metric.is_distribution ? ", a distribution" : "",
                     report::wrap(metric.about, 2));
}

std::string show(const WatchSpec& watched, const Style& style) {
  return fmt::format("{} (on the watch list)\n{}  good {}, alarm {}\n", style.heading(watched.name),
                     report::wrap(watched.about, 2), trace::good_range(watched),
                     trace::alarm_range(watched));
}

ExitCode show_metrics(const std::string& name, const Context& context) {
  const Style style{context.console.colour};
  if (name.empty()) {
    print(list_all(style, context));
    return ExitCode::passed;
  }
  const MetricInfo* metric = find_metric(name);
  const WatchSpec* watched = find_watched(name);
  if (metric == nullptr && watched == nullptr) {
    refuse_name("metric", name, known_names(), context.program + " metrics");
  }
  if (metric != nullptr) print(show(*metric, style));
  if (watched != nullptr) print(show(*watched, style));
  return ExitCode::passed;
}

}  // namespace

void add_metrics(CLI::App& app, Action& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("metrics", "List what is measured of every run, or show one metric");
  command->add_option("NAME", *name, "The metric to show")->type_name("");
  command->callback([name, &chosen] {
    chosen = [name](const Context& context) { return show_metrics(*name, context); };
  });
}

}  // namespace fishtank::cli
