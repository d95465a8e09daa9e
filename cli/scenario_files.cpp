#include "cli/scenario_files.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

#include "cli/console.hpp"
#include "cli/input_error.hpp"
#include "plan/profile_files.hpp"
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

/// A profile is not told by what stands in it (a broken one may look like anything), but by where
/// it is.
bool is_profile(const fs::path& file) {
  std::error_code error;
  return fs::absolute(file, error).parent_path().filename() == "profiles";
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

bool is_folder(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) refuse(path, "there is no such file or folder");
  if (error) refuse(path, error.message());
  return fs::is_directory(status);
}

/// Collects what can be used and what is wrong with the rest. Several scenarios may name the same
/// broken profile: its mistakes are told once.
class Loading {
 public:
  /// Keeps what was loaded, or its mistakes.
  template <typename T>
  void take(std::variant<T, plan::Diagnostics> loaded, std::vector<T>& into) {
    if (auto* good = std::get_if<T>(&loaded)) {
      into.push_back(std::move(*good));
      return;
    }
    for (plan::Diagnostic& mistake : std::get<plan::Diagnostics>(loaded)) {
      if (told_.insert(plan::print(mistake)).second) mistakes_.push_back(std::move(mistake));
    }
  }

  const plan::Diagnostics& mistakes() const { return mistakes_; }

 private:
  plan::Diagnostics mistakes_;
  std::set<std::string> told_;
};

/// "2 of 3 scenario files"; empty if none is bad.
std::string share(std::size_t good, std::size_t all, std::string_view what) {
  if (good == all) return "";
  return fmt::format("{} of {} {}{}", all - good, all, what, all == 1 ? "" : "s");
}

}  // namespace

InputFiles find_files(const std::vector<std::string>& paths) {
  InputFiles files;
  std::set<fs::path> seen;
  for (const fs::path path : paths) {
    for (const fs::path& file : is_folder(path) ? below(path) : std::vector{path}) {
      if (!seen.insert(file.lexically_normal()).second) continue;
      (is_profile(file) ? files.profiles : files.scenarios).push_back(file);
    }
  }
  return files;
}

std::vector<fs::path> find_scenario_files(const std::vector<std::string>& paths) {
  for (const fs::path path : paths) {
    const bool folder = is_folder(path);
    if (!folder && is_profile(path)) {
      refuse(path, "is a profile (it is in a folder of that name), not a scenario");
    }
    if (folder && std::ranges::all_of(below(path), is_profile)) {
      refuse(path, "no scenario (.yaml) in this folder or below it");
    }
  }
  return find_files(paths).scenarios;
}

Inputs load_files(const InputFiles& files) {
  Inputs inputs;
  Loading loading;
  for (const fs::path& file : files.scenarios) {
    loading.take(plan::load_file(file, trace::vocabulary()), inputs.scenarios);
  }
  for (const fs::path& file : files.profiles) {
    loading.take(plan::load_profile(file), inputs.profiles);
  }
  if (loading.mistakes().empty()) return inputs;
  print_error(plan::print(loading.mistakes()));
  const auto scenarios = share(inputs.scenarios.size(), files.scenarios.size(), "scenario file");
  const auto profiles = share(inputs.profiles.size(), files.profiles.size(), "profile");
  const bool both = !scenarios.empty() && !profiles.empty();
  throw InputError(fmt::format("{}{}{} cannot be used", scenarios, both ? " and " : "", profiles));
}

std::vector<plan::ScenarioFile> load_scenarios(const std::vector<fs::path>& files) {
  return load_files({files, {}}).scenarios;
}

UsableScenarios load_usable_scenarios(const std::vector<fs::path>& files) {
  UsableScenarios usable;
  Loading loading;
  for (const fs::path& file : files) {
    const std::size_t before = usable.scenarios.size();
    loading.take(plan::load_file(file, trace::vocabulary()), usable.scenarios);
    if (usable.scenarios.size() == before) usable.unusable.push_back(file.string());
  }
  if (!loading.mistakes().empty()) print_error(plan::print(loading.mistakes()));
  if (usable.scenarios.empty()) {
    throw InputError(share(0, files.size(), "scenario file") + " cannot be used");
  }
  return usable;
}

plan::ScenarioFile load_scenario(const std::string& file) {
  if (fs::is_directory(file)) refuse(file, "is a folder; name one scenario file");
  return std::move(load_scenarios(find_scenario_files({file})).front());
}

}  // namespace fishtank::cli
