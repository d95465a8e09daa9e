#include <memory>

#include "cli/command.hpp"
#include "cli/scenario_files.hpp"
#include "report/style.hpp"

namespace fishtank::cli {

namespace {

using report::counted;

ExitCode check_files(const std::vector<std::string>& paths) {
  const Inputs inputs = load_files(find_files(paths));
  std::size_t cases = 0;
  for (const plan::ScenarioFile& scenario : inputs.scenarios) {
    cases += scenario.variants.size() * scenario.seeds.size();
  }
  std::string found;
  if (!inputs.scenarios.empty()) {
    found = counted(inputs.scenarios.size(), "scenario") + " with " + counted(cases, "case");
  }
  if (!inputs.profiles.empty()) {
    found += (found.empty() ? "" : " and ") + counted(inputs.profiles.size(), "profile");
  }
  print(found + ": nothing wrong\n");
  return ExitCode::passed;
}

}  // namespace

void add_check(CLI::App& app, Action& chosen) {
  auto paths = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand(
      "check", "Read scenarios and profiles and list every mistake, without running any");
  command
      ->add_option("PATH", *paths,
                   "Files, or folders of them; in a folder called profiles there are profiles")
      ->required()
      ->type_name("");
  command->callback(
      [paths, &chosen] { chosen = [paths](const Context&) { return check_files(*paths); }; });
}

}  // namespace fishtank::cli
