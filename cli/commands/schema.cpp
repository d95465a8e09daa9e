#include "plan/schema.hpp"

#include "cli/command.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::cli {

void add_schema(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand(
      "schema", "Print the JSON Schema of scenario files, for completion in editors");
  command->callback([&chosen] {
    chosen = [](const Context&) {
      print(plan::scenario_schema(trace::vocabulary()));
      return ExitCode::passed;
    };
  });
}

}  // namespace fishtank::cli
