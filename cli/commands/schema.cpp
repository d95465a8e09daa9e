#include "plan/schema.hpp"

#include <memory>

#include "cli/command.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::cli {

void add_schema(CLI::App& app, Action& chosen) {
  auto profile = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand(
      "schema", "Print the JSON Schema of scenario files, for completion in editors");
  command->add_flag("--profile", *profile, "That of the files of client profiles");
  command->callback([profile, &chosen] {
    chosen = [profile](const Context&) {
      print(*profile ? plan::profile_schema() : plan::scenario_schema(trace::vocabulary()));
      return ExitCode::passed;
    };
  });
}

}  // namespace fishtank::cli
