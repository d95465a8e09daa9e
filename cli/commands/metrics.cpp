#include "trace/metrics.hpp"

#include <fmt/core.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/vocabulary.hpp"
#include "plan/value.hpp"
#include "report/style.hpp"

namespace fishtank::cli {

namespace {

using plan::MetricInfo;
using report::Style;

std::vector<std::string_view> metric_names() {
  std::vector<std::string_view> names;
  for (const MetricInfo& metric : trace::metrics()) names.push_back(metric.name);
  return names;
}

std::string list_all(const Style& style, const Context& context) {
  const std::size_t column = column_width(metric_names());
  const auto section = [&](std::string_view heading, bool distributions) {
    std::string text = style.heading(heading) + '\n';
    for (const MetricInfo& metric : trace::metrics()) {
      if (metric.is_distribution != distributions) continue;
      text += report::row(metric.name, column, first_sentence(metric.about));
    }
    return text + '\n';
  };
  return section("numbers", false) + section("distributions", true) +
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

ExitCode show_metrics(const std::string& name, const Context& context) {
  const Style style{context.console.colour};
  if (name.empty()) {
    print(list_all(style, context));
    return ExitCode::passed;
  }
  for (const MetricInfo& metric : trace::metrics()) {
    if (metric.name != name) continue;
    print(show(metric, style));
    return ExitCode::passed;
  }
  refuse_name("metric", name, metric_names(), context.program + " metrics");
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
