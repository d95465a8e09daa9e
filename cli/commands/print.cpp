#include "plan/print.hpp"

#include <memory>

#include "cli/command.hpp"
#include "cli/scenario_files.hpp"
#include "cli/selection.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::cli {

namespace {

struct Options {
  std::string file;
  Selection selection;
};

ExitCode print_plan(const Options& options) {
  const plan::ScenarioFile scenario = load_scenario(options.file);
  print(plan::print(select_case(scenario, options.selection).plan(), trace::vocabulary()));
  return ExitCode::passed;
}

}  // namespace

void add_print(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "print", "Print one case as a scenario file of its own, with everything filled in");
  command->add_option("FILE", options->file, "A scenario file")->required()->type_name("");
  add_case_options(*command, options->selection);
  command->callback(
      [options, &chosen] { chosen = [options](const Context&) { return print_plan(*options); }; });
}

}  // namespace fishtank::cli
