#include "cli/command_line.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>
#include <vector>

#include "plan/nearest.hpp"

namespace fishtank::cli {

namespace {

constexpr std::string_view kAbout =
    "Fishtank: a closed tank for Xianyu clients. Runs a long-lived WebSocket client against a "
    "mock\n"
    "server and a network that misbehaves exactly as a scenario says, in virtual time.";

constexpr std::string_view kFooter = R"(Examples:
  {0} run scenarios               run every scenario below a folder
  {0} run scenarios --tag smoke   run those with a tag
  {0} trace scenarios/x.yaml      see what happens, moment by moment
  {0} faults ping_silence         see what a fault does, and its parameters
  ./fishtank test                 build and run Fishtank's own tests

Exit codes:
  0  everything passed          2  the command line or a file is at fault
  1  a scenario failed          3  a defect of Fishtank itself)";

constexpr std::array<AddCommand, 17> kCommands{
    add_run,     add_check,   add_print,     add_trace,  add_compare, add_conform,
    add_connect, add_replay,  add_serve,     add_diff,   add_faults,  add_profiles,
    add_checks,  add_metrics, add_sometimes, add_states, add_schema};

/// What the user may have meant by a word that nobody knows: " (did you mean --seeds?)" or nothing.
std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  const auto near = plan::nearest(word, views);
  return near ? fmt::format("; did you mean {}?", *near) : "";
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// The first word that no command and no option took, or empty.
std::string unknown_word(const CLI::App& app) {
  const std::vector<std::string> rest = app.remaining(true);
  return rest.empty() ? "" : rest.front();
}

std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  const std::string word = unknown_word(app);
  const auto chosen = app.get_subcommands();
  if (!word.empty() && chosen.empty() && !word.starts_with('-')) {
    return fmt::format("unknown command {}{}", word, suggestion(word, command_names(app)));
  }
  if (!word.empty() && word.starts_with('-')) {
    const CLI::App& command = chosen.empty() ? app : *chosen.front();
    const std::string name = word.substr(0, word.find('='));
    return fmt::format("unknown option {}{}", name, suggestion(name, option_names(command)));
  }
  return word.empty() ? error.what() : fmt::format("unexpected {}", word);
}

ExitCode refuse(const CLI::App& app, const Context& context, const CLI::ParseError& error) {
  const auto chosen = app.get_subcommands();
  const std::string command = chosen.empty() ? "" : chosen.front()->get_name() + " ";
  print_error(fmt::format("fishtank: {}\nSee: {} {}--help\n", complaint(app, error),
                          context.program, command));
  return ExitCode::bad_input;
}

}  // namespace

std::variant<Action, ExitCode> read_command_line(int argc, char** argv, const Context& context) {
  CLI::App app{std::string(kAbout), context.program};
  Action chosen;
  app.set_version_flag("--version", "fishtank " FISHTANK_VERSION, "The version");
  app.require_subcommand(0, 1);
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app.get_formatter()->label("Subcommands", "Commands");
  app.get_formatter()->label("Positionals", "Arguments");
  app.get_formatter()->label("REQUIRED", "");
  for (const AddCommand add : kCommands) add(app, chosen);
  app.footer(fmt::format(kFooter, context.program));  // after the commands, which would inherit it
  try {
    app.parse(argc, argv);
    if (chosen) return chosen;
    print_error(app.help());
    return ExitCode::bad_input;
  } catch (const CLI::Success& wish) {  // --help, --version
    std::ostringstream text;
    app.exit(wish, text, text);
    print(text.str());
    return ExitCode::passed;
  } catch (const CLI::ParseError& error) {
    return refuse(app, context, error);
  }
}

}  // namespace fishtank::cli
