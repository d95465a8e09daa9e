#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plan/scenario.hpp"

/// From what the user names to scenarios.
namespace fishtank::cli {

/// The scenario files that the paths mean: a file itself, and every .yaml or .yml file below a
/// folder, by path; each once. Throws an InputError for a path that does not exist or cannot be
/// read, and for a folder without scenarios.
std::vector<std::filesystem::path> find_scenario_files(const std::vector<std::string>& paths);

/// Reads all of them. If one is wrong, all mistakes of all files go to standard error, and an
/// InputError is thrown: nothing is run as long as something is wrong.
std::vector<plan::ScenarioFile> load_scenarios(const std::vector<std::filesystem::path>& files);

/// The one scenario in a file.
plan::ScenarioFile load_scenario(const std::string& file);

}  // namespace fishtank::cli
