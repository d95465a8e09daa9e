#include <fmt/core.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/scenario_files.hpp"

namespace fishtank::cli {

namespace {

ExitCode check_files(const std::vector<std::string>& paths) {
  const auto scenarios = load_scenarios(find_scenario_files(paths));
  std::size_t cases = 0;
  for (const plan::ScenarioFile& scenario : scenarios) {
    cases += scenario.variants.size() * scenario.seeds.size();
  }
  print(fmt::format("{} scenario{} with {} case{}: nothing wrong\n", scenarios.size(),
                    scenarios.size() == 1 ? "" : "s", cases, cases == 1 ? "" : "s"));
  return ExitCode::passed;
}

}  // namespace

void add_check(CLI::App& app, Action& chosen) {
  auto paths = std::make_shared<std::vector<std::string>>();
  CLI::App* command =
      app.add_subcommand("check", "Read scenarios and list every mistake, without running them");
  command->add_option("PATH", *paths, "Scenario files, or folders of them")
      ->required()
      ->type_name("");
  command->callback(
      [paths, &chosen] { chosen = [paths](const Context&) { return check_files(*paths); }; });
}

}  // namespace fishtank::cli
