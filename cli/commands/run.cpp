#include <fmt/core.h>

#include <memory>
#include <thread>

#include "cli/command.hpp"
#include "cli/scenario_files.hpp"
#include "cli/selection.hpp"
#include "cli/shell_quote.hpp"
#include "cli/suite_run.hpp"
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
  bool metrics = false;
  std::string junit;
  std::string json;
  std::string fingerprints;
};

/// The commands that would run each case, one a line.
std::string list_of(const std::vector<CaseChoice>& cases) {
  std::string text;
  for (const CaseChoice& one : cases) {
    text +=
        fmt::format("{} --case {}\n", shell_quote(one.scenario->file), shell_quote(one.label()));
  }
  return text + fmt::format("{} case{}\n", cases.size(), cases.size() == 1 ? "" : "s");
}

void check_files_to_write(const Options& options) {
  if (!options.junit.empty()) check_writable(options.junit, "--junit");
  if (!options.json.empty()) check_writable(options.json, "--json");
  if (!options.fingerprints.empty()) check_writable(options.fingerprints, "--fingerprints");
}

/// Files first: whoever reads standard output may leave early.
void write_reports(const report::SuiteResult& suite, const Options& options,
                   const Console& console) {
  if (!options.junit.empty()) write_file(options.junit, report::junit(suite));
  if (!options.json.empty()) write_file(options.json, report::json(suite));
  if (!options.fingerprints.empty()) {
    write_file(options.fingerprints, report::fingerprints(suite));
  }
  print(report::terminal(suite, {.style = {console.colour}, .metrics = options.metrics}));
}

ExitCode run_scenarios(const Options& options, const Context& context) {
  check_files_to_write(options);
  const std::vector<plan::ScenarioFile> scenarios =
      select_scenarios(load_scenarios(find_scenario_files(options.paths)), options.selection);
  const std::vector<CaseChoice> cases = select_cases(scenarios, options.selection);
  if (options.list) {
    print(list_of(cases));
    return ExitCode::passed;
  }
  const report::SuiteResult suite =
      run_suite(cases, {.jobs = options.jobs,
                        .wire = options.wire,
                        .fail_fast = options.fail_fast,
                        .measure = options.metrics || !options.json.empty(),
                        .progress = context.console.progress,
                        .program = context.program});
  write_reports(suite, options, context.console);
  return report::totals(suite.cases).failed == 0 ? ExitCode::passed : ExitCode::failed;
}

}  // namespace

void add_run(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("run", "Run scenarios in virtual time and judge them");
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
  command->add_flag("--metrics", options->metrics,
                    "Show what was measured, in all cases together, and the watch list");
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
