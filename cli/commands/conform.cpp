#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/input_error.hpp"
#include "cli/live_runs.hpp"
#include "cli/scenario_files.hpp"
#include "cli/selection.hpp"
#include "plan/spelling.hpp"
#include "sim/run.hpp"
#include "trace/conformance.hpp"
#include "trace/timeline.hpp"

namespace fishtank::cli {

namespace {

struct Options {
  std::vector<std::string> paths;
  Selection selection;
  std::int64_t speed = 20;
  std::size_t at_once = 16;
  bool markdown = false;
};

/// A case that was run both ways.
struct Compared {
  trace::Conformance conformance;
  std::vector<std::string> partings;  ///< for people
  trace::Histogram lateness;
};

std::string line_of(const trace::Timeline& timeline, const std::optional<trace::Record>& record) {
  return record ? timeline.line(*record) : "nothing more";
}

Compared compare(const plan::Plan& plan, const live::Outcome& outcome) {
  const trace::Trace virtual_run = sim::run(plan, {.keep = trace::Keep::all});
  Compared result{.conformance = trace::compare(virtual_run.kept, outcome.trace.kept),
                  .partings = {},
                  .lateness = outcome.lateness};
  const trace::Timeline timeline(plan);
  for (const trace::Parting& parting : result.conformance.partings) {
    result.partings.push_back(fmt::format("after {} equal steps of {}:", parting.step,
                                          plan::client_name(plan, parting.client)));
    result.partings.push_back("  virtual:  " + line_of(timeline, parting.one));
    result.partings.push_back("  real:     " + line_of(timeline, parting.other));
  }
  return result;
}

/// A time of the run as it really was.
std::string real_text(std::int64_t run_ns, std::int64_t speed) {
  return fmt::format("{:.2f}", static_cast<double>(run_ns) / static_cast<double>(speed) / 1e6);
}

std::string row(const CaseChoice& choice, const Compared& compared, const Options& options) {
  const trace::Histogram& deviation = compared.conformance.deviation;
  const auto at = [&](int percent) {
    return deviation.empty() ? std::string("-")
                             : real_text(deviation.percentile(percent), options.speed);
  };
  const std::string_view agrees = compared.conformance.agrees() ? "agree" : "PART";
  const std::string name = choice.scenario->name;
  if (options.markdown) {
    return fmt::format("| {} | {} | {} | {} | {} | {} |\n", name, agrees,
                       compared.conformance.steps, at(50), at(99), at(100));
  }
  return fmt::format("{:<5}  {:>5}  {:>8} {:>8} {:>8}  {}\n", agrees, compared.conformance.steps,
                     at(50), at(99), at(100), name);
}

std::string table(const std::vector<CaseChoice>& cases, const std::vector<Compared>& compared,
                  const Options& options) {
  std::string text =
      options.markdown
          ? "| scenario | result | equal steps | p50 | p99 | max |\n| --- | --- | --- | --- | --- "
            "| --- |\n"
          : "       equal    apart by, real ms\nresult steps       p50      p99      max  "
            "scenario\n";
  trace::Histogram lateness;
  for (std::size_t index = 0; index < cases.size(); ++index) {
    text += row(cases[index], compared[index], options);
    if (!options.markdown) {
      for (const std::string& line : compared[index].partings) text += "         " + line + "\n";
    }
    lateness.merge(compared[index].lateness);
  }
  const auto agree =
      std::ranges::count_if(compared, [](const Compared& one) { return one.conformance.agrees(); });
  text +=
      fmt::format("\n{} of {} agree, at {} times the speed\n", agree, cases.size(), options.speed);
  if (!lateness.empty() && !options.markdown) {
    text +=
        fmt::format("the machine was late by {} ms (p50), {} ms (p99), {} ms (max)\n",
                    real_text(lateness.percentile(50), 1), real_text(lateness.percentile(99), 1),
                    real_text(lateness.percentile(100), 1));
  }
  return text;
}

ExitCode conform(const Options& options, const Context& context) {
  const auto files = find_scenario_files(options.paths);
  UsableScenarios usable = load_usable_scenarios(files);
  if (!usable.unusable.empty()) throw InputError(usable.unusable.front());
  const std::vector<plan::ScenarioFile> scenarios =
      select_scenarios(std::move(usable.scenarios), options.selection);
  const std::vector<CaseChoice> cases = select_cases(scenarios, options.selection);
  std::vector<Compared> compared(cases.size());
  run_live(cases,
           {.run = {.keep = trace::Keep::all, .pace = {.speed = options.speed}, .tls = {}},
            .at_once = options.at_once,
            .progress = context.console.progress,
            .program = context.program},
           [&](std::size_t index, const plan::Plan& plan, const live::Outcome& outcome) {
             compared[index] = compare(plan, outcome);
           });
  print(table(cases, compared, options));
  const bool all_agree =
      std::ranges::all_of(compared, [](const Compared& one) { return one.conformance.agrees(); });
  return all_agree ? ExitCode::passed : ExitCode::failed;
}

}  // namespace

void add_conform(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "conform", "Run scenarios in virtual time and on real sockets, and compare");
  command->add_option("PATH", options->paths, "Scenario files, or folders of them")
      ->required()
      ->type_name("");
  add_scenario_options(*command, options->selection);
  add_case_options(*command, options->selection);
  command->add_option("--speed", options->speed, "So many times faster than real time")
      ->check(CLI::Range(1, 1000).description(""))
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--at-once", options->at_once, "Cases under way at the same time")
      ->check(CLI::Range(1, 1000).description(""))
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--markdown", options->markdown, "Print the table for a document");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return conform(*options, context); };
  });
}

}  // namespace fishtank::cli
