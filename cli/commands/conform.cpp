#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
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
  std::size_t at_once = 64;
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
  for (const trace::Parting& parting : result.conformance.partings) {
    trace::Timeline timeline(plan);
    for (const auto& record : {parting.one, parting.other}) {
      if (record) timeline.make_room(record->at);
    }
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

std::string percentile(const trace::Histogram& times, int percent, std::int64_t speed) {
  return times.empty() ? "-" : real_text(times.percentile(percent), speed);
}

std::string row(const CaseChoice& choice, const Compared& compared, const Options& options) {
  const trace::Histogram& apart = compared.conformance.deviation;
  std::string text =
      fmt::format("{:<5}  {:>5}  {:>8} {:>8} {:>8}  {}  {}\n",
                  compared.conformance.agrees() ? "agree" : "PART", compared.conformance.steps,
                  percentile(apart, 50, options.speed), percentile(apart, 99, options.speed),
                  percentile(apart, 100, options.speed), choice.scenario->name, choice.label());
  for (const std::string& line : compared.partings) text += "         " + line + "\n";
  return text;
}

/// For people who look for the case that parts.
std::string table(const std::vector<CaseChoice>& cases, const std::vector<Compared>& compared,
                  const Options& options) {
  std::string text =
      "       equal    apart by, real ms\n"
      "result steps       p50      p99      max  scenario\n";
  for (std::size_t index = 0; index < cases.size(); ++index) {
    text += row(cases[index], compared[index], options);
  }
  return text;
}

/// What the cases of one scenario say together.
struct Sum {
  std::string name;
  std::size_t cases = 0;
  std::size_t agree = 0;
  std::size_t steps = 0;
  trace::Histogram apart;
};

/// For a document: a row for each scenario.
std::string markdown(const std::vector<CaseChoice>& cases, const std::vector<Compared>& compared,
                     const Options& options) {
  std::vector<Sum> sums;
  for (std::size_t index = 0; index < cases.size(); ++index) {
    const plan::ScenarioFile& scenario = *cases[index].scenario;
    const trace::Conformance& conformance = compared[index].conformance;
    if (index == 0 || cases[index - 1].scenario != cases[index].scenario) {
      sums.emplace_back().name = std::filesystem::path(scenario.file).stem();
    }
    Sum& sum = sums.back();
    ++sum.cases;
    sum.agree += conformance.agrees() ? 1 : 0;
    sum.steps += conformance.steps;
    sum.apart.merge(conformance.deviation);
  }
  std::string text =
      "| scenario | agree | equal steps | p50 | p99 | max |\n"
      "| --- | --- | --- | --- | --- | --- |\n";
  for (const Sum& sum : sums) {
    text += fmt::format("| {} | {} of {} | {} | {} | {} | {} |\n", sum.name, sum.agree, sum.cases,
                        sum.steps, percentile(sum.apart, 50, options.speed),
                        percentile(sum.apart, 99, options.speed),
                        percentile(sum.apart, 100, options.speed));
  }
  return text;
}

std::string summary(const std::vector<Compared>& compared, const Options& options) {
  std::size_t agree = 0;
  trace::Histogram lateness;
  trace::Histogram apart;
  for (const Compared& one : compared) {
    agree += one.conformance.agrees() ? 1 : 0;
    lateness.merge(one.lateness);
    apart.merge(one.conformance.deviation);
  }
  const auto line = [](std::string_view what, const trace::Histogram& times, std::int64_t speed) {
    return fmt::format("{} by {} ms (p50), {} ms (p99), {} ms (max)\n", what,
                       percentile(times, 50, speed), percentile(times, 99, speed),
                       percentile(times, 100, speed));
  };
  return fmt::format("\n{} of {} agree, at {} times the speed\n", agree, compared.size(),
                     options.speed) +
         line("equal steps were apart", apart, options.speed) +
         line("the machine was late", lateness, 1);
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
  print((options.markdown ? markdown : table)(cases, compared, options) +
        summary(compared, options));
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
  command->add_flag("--markdown", options->markdown, "Print a table for a document");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return conform(*options, context); };
  });
}

}  // namespace fishtank::cli
