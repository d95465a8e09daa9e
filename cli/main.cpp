#include <fmt/core.h>

#include <csignal>
#include <exception>

#include "cli/command_line.hpp"
#include "cli/input_error.hpp"
#include "cli/our_fault.hpp"

namespace fishtank::cli {

namespace {

ExitCode run_program(int argc, char** argv) {
  const Context context{.program = argv[0], .console = detect_console()};
  const auto wish = read_command_line(argc, argv, context);
  if (const auto* done = std::get_if<ExitCode>(&wish)) return *done;
  return std::get<Action>(wish)(context);
}

}  // namespace

}  // namespace fishtank::cli

int main(int argc, char** argv) {
  using fishtank::cli::ExitCode;
  fishtank::cli::report_crashes(argc, argv);
  std::signal(SIGPIPE, SIG_IGN);  // print() sees it, and the verdict still becomes the exit code
  ExitCode code = ExitCode::our_fault;
  try {
    code = fishtank::cli::run_program(argc, argv);
  } catch (const fishtank::cli::InputError& error) {
    fishtank::cli::print_error(fmt::format("fishtank: {}\n", error.what()));
    code = ExitCode::bad_input;
  } catch (const std::exception& error) {
    fishtank::cli::report_our_fault(error.what());
  }
  return static_cast<int>(code);
}
