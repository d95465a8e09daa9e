#include "cli/command_line.hpp"

#include <fmt/core.h>

#include <array>
#include <sstream>
#include <string_view>

#include "cli/complaint.hpp"
#include "report/style.hpp"

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

ExitCode refuse(const CLI::App& app, const Context& context, const CLI::ParseError& error) {
  const auto chosen = app.get_subcommands();
  const std::string command = chosen.empty() ? "" : chosen.front()->get_name() + " ";
  print_error(fmt::format("fishtank: {}\nSee: {} {}--help\n",
                          report::printable(complaint(app, error)), context.program, command));
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
