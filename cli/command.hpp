#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"

/// A command is one file in cli/commands/: a function that describes it to the parser of the
/// command line (which is what `--help` shows) and leaves what it does as the action to carry out.
namespace fishtank::cli {

/// What an action knows of how the program was called.
struct Context {
  std::string program;  ///< as the user called it: "./fishtank", for commands to copy
  Console console;
};

using Action = std::function<ExitCode(const Context&)>;

/// Adds its command to the parser; once the command line has been read and names it, its action is
/// in `chosen`.
using AddCommand = void (*)(CLI::App& app, Action& chosen);

void add_run(CLI::App& app, Action& chosen);
void add_check(CLI::App& app, Action& chosen);
void add_print(CLI::App& app, Action& chosen);
void add_trace(CLI::App& app, Action& chosen);
void add_compare(CLI::App& app, Action& chosen);
void add_conform(CLI::App& app, Action& chosen);
void add_connect(CLI::App& app, Action& chosen);
void add_replay(CLI::App& app, Action& chosen);
void add_diff(CLI::App& app, Action& chosen);
void add_faults(CLI::App& app, Action& chosen);
void add_profiles(CLI::App& app, Action& chosen);
void add_checks(CLI::App& app, Action& chosen);
void add_metrics(CLI::App& app, Action& chosen);
void add_sometimes(CLI::App& app, Action& chosen);
void add_serve(CLI::App& app, Action& chosen);
void add_states(CLI::App& app, Action& chosen);
void add_schema(CLI::App& app, Action& chosen);

}  // namespace fishtank::cli
