#pragma once

#include <variant>

#include "cli/command.hpp"

namespace fishtank::cli {

/// Reads the command line. Gives the action that it asks for; or, when there is nothing to do any
/// more
/// (`--help`, `--version`) or nothing that can be done (an unknown word, answered with the nearest
/// known one), the exit code, with everything said already.
std::variant<Action, ExitCode> read_command_line(int argc, char** argv, const Context& context);

}  // namespace fishtank::cli
