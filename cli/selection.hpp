#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.hpp"
#include "plan/scenario.hpp"

/// Which cases of which scenarios a command is about.
namespace fishtank::cli {

/// What the user asks for; empty fields choose everything.
struct Selection {
  std::string filter;             ///< part of a name or path; with * and ? a pattern of one
  std::vector<std::string> tags;  ///< scenarios that have one of them
  std::string case_name;          ///< `network.latency=20ms seed=7`, or part of that
  std::string seeds;              ///< `7` or `1..20`, instead of those in the files
};

/// Adds `--filter` and `--tag`, which choose scenarios.
void add_scenario_options(CLI::App& command, Selection& selection);

/// Adds `--case`, `--seed` and `--seeds`, which choose cases of a scenario.
void add_case_options(CLI::App& command, Selection& selection);

/// `7` or `1..20`, as given to that option. Throws an InputError for anything else.
std::vector<core::Seed> parse_seeds(const std::string& text, std::string_view option = "--seeds");

/// Keeps the scenarios that are asked for. Throws an InputError if none is.
std::vector<plan::ScenarioFile> select_scenarios(std::vector<plan::ScenarioFile> scenarios,
                                                 const Selection& selection);

/// One case, without its plan, of which there may be thousands.
struct CaseChoice {
  const plan::ScenarioFile* scenario = nullptr;
  const plan::Variant* variant = nullptr;
  core::Seed seed{};

  /// `network.latency=20ms seed=7`
  std::string label() const;

  /// What chooses it on a command line: `--case 'network.latency=20ms seed=7'`, or `--seed 7` with
  /// a seed that is not in the file.
  std::string options() const;

  /// The plan with its seed.
  plan::Plan plan() const;
};

/// The cases that are asked for, in the order of the files, of their matrices and of the seeds.
/// They refer to the scenarios. Throws an InputError if there is none.
std::vector<CaseChoice> select_cases(std::span<const plan::ScenarioFile> scenarios,
                                     const Selection& selection);

/// The only case that is asked for. Throws an InputError that lists what there is to choose from if
/// there are several.
CaseChoice select_case(const plan::ScenarioFile& scenario, const Selection& selection);

}  // namespace fishtank::cli
