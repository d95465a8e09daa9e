#include <fmt/core.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/input_error.hpp"
#include "cli/scenario_files.hpp"
#include "cli/selection.hpp"
#include "report/style.hpp"
#include "sim/run.hpp"
#include "trace/first_difference.hpp"
#include "trace/timeline.hpp"

namespace fishtank::cli {

namespace {

struct Options {
  std::string file;
  std::string other;
  std::vector<std::string> cases;
  std::vector<std::string> seeds;
  std::size_t context = 5;
};

/// One of the two runs that are compared.
struct Side {
  std::string title;  ///< "a.yaml seed=1"
  plan::Plan plan;
  trace::Trace run;
};

/// What is given once is for both sides.
const std::string& of_side(const std::vector<std::string>& given, std::size_t side) {
  static const std::string kNone;
  if (given.empty()) return kNone;
  return given[std::min(side, given.size() - 1)];
}

Side run_side(const Options& options, std::size_t side) {
  const plan::ScenarioFile scenario =
      load_scenario(side == 0 || options.other.empty() ? options.file : options.other);
  Selection selection;
  selection.case_name = of_side(options.cases, side);
  selection.seeds = of_side(options.seeds, side);
  const CaseChoice choice = select_case(scenario, selection);
  Side result{
      fmt::format("{}  {}", report::printable(scenario.file), choice.label()), choice.plan(), {}};
  result.run = sim::run(result.plan, {.keep = trace::Keep::all});
  return result;
}

/// The timeline of one side, with room for what both show.
trace::Timeline timeline_of(const Side& side, const trace::FirstDifference& difference) {
  trace::Timeline timeline(side.plan);
  for (const trace::Record& record : difference.before) timeline.make_room(record.at);
  for (const auto& record : {difference.left, difference.right}) {
    if (record) timeline.make_room(record->at);
  }
  return timeline;
}

std::string line_of(const trace::Timeline& timeline, const std::optional<trace::Record>& record) {
  return record ? timeline.line(*record) : "(the run has ended)";
}

std::string show(const trace::FirstDifference& difference, const Side& left, const Side& right,
                 const report::Style& style) {
  std::string text =
      fmt::format("{}\n{}\nthe first {} records are the same\n", style.bad("- " + left.title),
                  style.good("+ " + right.title), difference.index);
  const trace::Timeline timeline = timeline_of(left, difference);
  for (const trace::Record& record : difference.before) {
    text += fmt::format("  {}\n", timeline.line(record));
  }
  const trace::Timeline other = timeline_of(right, difference);
  return text + fmt::format("{}\n{}\n", style.bad("- " + line_of(timeline, difference.left)),
                            style.good("+ " + line_of(other, difference.right)));
}

ExitCode show_diff(const Options& options, const Context& context) {
  if (options.other.empty() && options.cases.size() < 2 && options.seeds.size() < 2) {
    throw InputError(
        "that is one run; name another FILE, or give --seed or --case twice to compare two runs "
        "of "
        "one file");
  }
  const Side left = run_side(options, 0);
  const Side right = run_side(options, 1);
  const auto difference = trace::first_difference(left.run.kept, right.run.kept, options.context);
  if (!difference) {
    print(fmt::format("identical: {} records, fingerprint {}\n", left.run.records,
                      to_text(left.run.fingerprint)));
    return ExitCode::passed;
  }
  print(show(*difference, left, right, report::Style{context.console.colour}));
  return ExitCode::failed;
}

}  // namespace

void add_diff(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "diff", "Show the first moment at which two runs differ; exit code 1 if they do");
  command->add_option("FILE", options->file, "A scenario file")->required()->type_name("");
  command->add_option("OTHER", options->other, "The one to compare it with; none: itself")
      ->type_name("");
  command->add_option("--case", options->cases, "Of each run its case; once: of both")
      ->type_name("LABEL")
      ->expected(1, 2)
      ->allow_extra_args(false);
  command->add_option("--seed", options->seeds, "Of each run its seed; once: of both")
      ->type_name("N")
      ->expected(1, 2)
      ->allow_extra_args(false);
  command->add_option("--context", options->context, "Records before the difference")
      ->type_name("N")
      ->capture_default_str();
  command->footer(
      fmt::format("Examples:\n"
                  "  {0} diff a.yaml b.yaml\n"
                  "  {0} diff a.yaml --seed 1 --seed 2\n"
                  "  {0} diff a.yaml --case network.latency=20ms --case network.latency=200ms",
                  app.get_name()));
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return show_diff(*options, context); };
  });
}

}  // namespace fishtank::cli
