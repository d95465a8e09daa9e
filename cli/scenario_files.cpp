#include "cli/scenario_files.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

#include "cli/console.hpp"
#include "cli/input_error.hpp"
#include "report/style.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::cli {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw InputError(fmt::format("{}: {}", report::printable(path.string()), why));
}

bool is_scenario_file(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

std::vector<fs::path> below(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    if (is_scenario_file(it->path()) && it->is_regular_file(error)) found.push_back(it->path());
  }
  if (error) refuse(folder, error.message());
  if (found.empty()) refuse(folder, "no scenario (.yaml) in this folder or below it");
  std::ranges::sort(found);
  return found;
}

}  // namespace

std::vector<fs::path> find_scenario_files(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  std::set<fs::path> seen;
  for (const fs::path path : paths) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) refuse(path, "there is no such file or folder");
    if (error) refuse(path, error.message());
    for (const fs::path& file : fs::is_directory(status) ? below(path) : std::vector{path}) {
      if (seen.insert(file.lexically_normal()).second) files.push_back(file);
    }
  }
  return files;
}

std::vector<plan::ScenarioFile> load_scenarios(const std::vector<fs::path>& files) {
  std::vector<plan::ScenarioFile> scenarios;
  plan::Diagnostics mistakes;
  for (const fs::path& file : files) {
    plan::Loaded loaded = plan::load_file(file, trace::vocabulary());
    if (auto* scenario = std::get_if<plan::ScenarioFile>(&loaded)) {
      scenarios.push_back(std::move(*scenario));
    } else {
      std::ranges::move(std::get<plan::Diagnostics>(loaded), std::back_inserter(mistakes));
    }
  }
  if (mistakes.empty()) return scenarios;
  print_error(plan::print(mistakes));
  throw InputError(fmt::format("{} of {} scenario file{} cannot be used",
                               files.size() - scenarios.size(), files.size(),
                               files.size() == 1 ? "" : "s"));
}

plan::ScenarioFile load_scenario(const std::string& file) {
  if (fs::is_directory(file)) refuse(file, "is a folder; name one scenario file");
  return std::move(load_scenarios(find_scenario_files({file})).front());
}

}  // namespace fishtank::cli
