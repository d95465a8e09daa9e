#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plan/profiles.hpp"
#include "plan/scenario.hpp"

/// From what the user names to scenarios.
namespace fishtank::cli {

/// Files by what they are: in a folder called `profiles` there are profiles, elsewhere scenarios.
struct InputFiles {
  std::vector<std::filesystem::path> scenarios;
  std::vector<std::filesystem::path> profiles;
};

/// The files that the paths mean: a file itself, and every .yaml or .yml file below a folder, by
/// path; each once. Throws an InputError for a path that does not exist or cannot be read, and for
/// a folder without such files.
InputFiles find_files(const std::vector<std::string>& paths);

/// Only the scenarios among them. Throws an InputError for a path that means none.
std::vector<std::filesystem::path> find_scenario_files(const std::vector<std::string>& paths);

/// What is in files.
struct Inputs {
  std::vector<plan::ScenarioFile> scenarios;
  std::vector<plan::Profile> profiles;
};

/// Reads all of them. If one is wrong, all mistakes of all files go to standard error, and an
/// InputError is thrown: nothing is run as long as something is wrong.
Inputs load_files(const InputFiles& files);

/// The same for scenarios alone.
std::vector<plan::ScenarioFile> load_scenarios(const std::vector<std::filesystem::path>& files);

/// What can be run of what was named.
struct UsableScenarios {
  std::vector<plan::ScenarioFile> scenarios;
  std::vector<std::string> unusable;  ///< the files that are wrong
};

/// Reads all of them; the mistakes of those that are wrong go to standard error. Throws an
/// InputError if none is left.
UsableScenarios load_usable_scenarios(const std::vector<std::filesystem::path>& files);

/// The one scenario in a file.
plan::ScenarioFile load_scenario(const std::string& file);

}  // namespace fishtank::cli
