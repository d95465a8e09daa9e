#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace fishtank::cli {

/// What is wrong with a command line, in our words: where, what, and how to mend it, as
/// "--jobs 0: write a whole number, 1 to 1024".
std::string complaint(const CLI::App& app, const CLI::ParseError& error);

}  // namespace fishtank::cli
