#include <fmt/core.h>

#include <filesystem>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>

#include "cli/command.hpp"
#include "cli/input_error.hpp"
#include "cli/live_runs.hpp"
#include "cli/output_files.hpp"
#include "cli/scenario_files.hpp"
#include "cli/selection.hpp"
#include "cli/shell_quote.hpp"
#include "cli/suite_run.hpp"
#include "report/rarities.hpp"
#include "report/report.hpp"

namespace fishtank::cli {

namespace {

struct Options {
  std::vector<std::string> paths;
  Selection selection;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
  bool fail_fast = false;
  bool list = false;
  bool wire = false;
  bool live = false;
  std::int64_t speed = 1;
  bool metrics = false;
  bool sometimes = false;
  bool require_sometimes = false;
  std::string junit;
  std::string json;
  std::string fingerprints;
};

/// The commands that would run each case, one a line.
std::string list_of(const std::vector<CaseChoice>& cases) {
  std::string text;
  for (const CaseChoice& one : cases) {
    text += fmt::format("{} {}\n", shell_quote(one.scenario->file), one.options());
  }
  return text + fmt::format("{} case{}\n", cases.size(), cases.size() == 1 ? "" : "s");
}

/// Each report has a file of its own, which can be written.
void check_files_to_write(const Options& options) {
  OutputFiles files;
  files.add(options.junit, "--junit", OutputKind::junit_report);
  files.add(options.json, "--json", OutputKind::json_report);
  files.add(options.fingerprints, "--fingerprints", OutputKind::fingerprints);
}

/// Files first: whoever reads standard output may leave early.
void write_reports(const report::SuiteResult& suite, const Options& options,
                   const Console& console) {
  if (!options.junit.empty()) write_file(options.junit, report::junit(suite));
  if (!options.json.empty()) write_file(options.json, report::json(suite));
  if (!options.fingerprints.empty()) {
    write_file(options.fingerprints, report::fingerprints(suite));
  }
  const auto sometimes = options.sometimes           ? report::Rarely::table
                         : options.require_sometimes ? report::Rarely::never
                                                     : report::Rarely::line;
  print(report::terminal(
      suite, {.style = {console.colour}, .metrics = options.metrics, .sometimes = sometimes}));
}

/// A file that is wrong weighs more than a scenario that fails: what it was to test is not known.
ExitCode verdict(const report::SuiteResult& suite, std::size_t files, const Options& options) {
  if (!suite.unusable.empty()) {
    throw InputError(
        fmt::format("{} of {} scenario files cannot be used", suite.unusable.size(), files));
  }
  if (report::totals(suite.cases).failed != 0) return ExitCode::failed;
  const bool all_occurred = report::never_occurred(suite.cases).empty();
  return options.require_sometimes && !all_occurred ? ExitCode::failed : ExitCode::passed;
}

report::SuiteResult run_cases(const std::vector<CaseChoice>& cases, const Options& options,
                              const Context& context) {
  const bool measure = options.metrics || !options.json.empty();
  if (options.live) {
    return run_live_suite(
        cases, {.run = {.keep = trace::Keep::last, .pace = {.speed = options.speed}, .tls = {}},
                .measure = measure,
                .progress = context.console.progress,
                .program = context.program});
  }
  return run_suite(cases, {.jobs = options.jobs,
                           .wire = options.wire,
                           .fail_fast = options.fail_fast,
                           .measure = measure,
                           .progress = context.console.progress,
                           .program = context.program});
}

ExitCode run_scenarios(const Options& options, const Context& context) {
  check_files_to_write(options);
  const std::vector<std::filesystem::path> files = find_scenario_files(options.paths);
  UsableScenarios usable = load_usable_scenarios(files);
  const std::vector<plan::ScenarioFile> scenarios =
      select_scenarios(std::move(usable.scenarios), options.selection);
  const std::vector<CaseChoice> cases = select_cases(scenarios, options.selection);
  if (options.list) {
    print(list_of(cases));
    return verdict({.cases = {}, .unusable = std::move(usable.unusable)}, files.size(), {});
  }
  report::SuiteResult suite = run_cases(cases, options, context);
  suite.unusable = std::move(usable.unusable);
  write_reports(suite, options, context.console);
  return verdict(suite, files.size(), options);
}

}  // namespace

void add_run(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("run", "Run scenarios, in virtual time, and judge them");
  command->add_option("PATH", options->paths, "Scenario files, or folders of them")
      ->required()
      ->type_name("");
  add_scenario_options(*command, options->selection);
  add_case_options(*command, options->selection);
  command->add_flag("--list", options->list, "Name the cases and run none");
  command
      ->add_option("--jobs,-j", options->jobs,
                   "Threads; results and their order do not depend on it")
      ->check(CLI::Range(1U, 1024U).description(""))
      ->type_name("N")
      ->default_str("all cores");
  command->add_flag("--fail-fast", options->fail_fast, "Stop at the first case that fails");
  command->add_flag("--wire", options->wire,
                    "Send real bytes through the codec; slower, same fingerprints");
  CLI::Option* live =
      command->add_flag("--live", options->live, "Run on real sockets, on loopback, in real time");
  command->add_option("--speed", options->speed, "With --live: so many times faster than real time")
      ->check(CLI::Range(1, 1000).description(""))
      ->type_name("N")
      ->capture_default_str()
      ->needs(live);
  command->add_flag("--metrics", options->metrics,
                    "Show what was measured, in all cases together, and the watch list");
  command->add_flag(
      "--sometimes", options->sometimes,
      "Show which rare situations occurred, how often and where first, and which never");
  command->add_flag("--require-sometimes", options->require_sometimes,
                    "Show which rare situations never occurred; exit code 1 if there is one");
  command->add_option("--junit", options->junit, "Write a JUnit report for CI")->type_name("FILE");
  command->add_option("--json", options->json, "Write everything, metrics too, for programs")
      ->type_name("FILE");
  command
      ->add_option("--fingerprints", options->fingerprints,
                   "Write a line for each case, to compare two builds with diff")
      ->type_name("FILE");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_scenarios(*options, context); };
  });
}

}  // namespace fishtank::cli
