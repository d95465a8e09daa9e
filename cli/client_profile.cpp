#include "cli/client_profile.hpp"

#include <fmt/core.h>

#include <vector>

#include "cli/console.hpp"
#include "cli/input_error.hpp"
#include "cli/vocabulary.hpp"
#include "plan/plan.hpp"
#include "plan/profile_files.hpp"

namespace fishtank::cli {

plan::Profile client_profile(const std::string& name_or_file) {
  const std::string name = name_or_file.empty() ? plan::Client{}.profile : name_or_file;
  if (plan::is_profile_path(name)) {
    auto read = plan::load_profile(name);
    if (auto* profile = std::get_if<plan::Profile>(&read)) return std::move(*profile);
    print_error(plan::print(std::get<plan::Diagnostics>(read)));
    throw InputError(fmt::format("{} cannot be used", name));
  }
  if (const plan::Profile* profile = plan::find_profile(name)) return *profile;
  std::vector<std::string_view> known;
  for (const plan::Profile& profile : plan::profiles()) known.push_back(profile.name);
  refuse_name("client profile", name, known, "profiles");
}

std::string refuse_empty_profile(const std::string& text) {
  return text.empty() ? "an empty value names no profile" : "";
}

}  // namespace fishtank::cli
