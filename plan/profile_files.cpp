#include "plan/profile_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <system_error>

#include "plan/file_text.hpp"
#include "plan/grammar.hpp"
#include "plan/read_profile.hpp"

namespace fishtank::plan {
namespace {

/// More profiles than this are not based on each other.
constexpr std::size_t kLongestChain = 16;

/// One name for a file, however it is reached.
std::filesystem::path one_name(const std::filesystem::path& path) {
  std::error_code error;
  const auto resolved = std::filesystem::weakly_canonical(path, error);
  return error ? path.lexically_normal() : resolved;
}

}  // namespace

bool is_profile_path(std::string_view text) {
  return text.find('/') != text.npos || text.ends_with(".yaml") || text.ends_with(".yml");
}

const Profile* ProfileFiles::find(Reading& reading, const Node& node) {
  return find_from(reading, node, folder_);
}

const Profile* ProfileFiles::find_from(Reading& reading, const Node& node, const Path& folder) {
  if (!node.is_scalar() || !is_profile_path(node.text)) {
    return choose_profile(reading, node, profiles());
  }
  const std::string_view text = node.text;
  return in_file(reading, node, folder / text.substr(text.starts_with("./") ? 2 : 0));
}

const Profile* ProfileFiles::in_file(Reading& reading, const Node& node, const Path& path) {
  const Path key = path.lexically_normal();
  auto entry = files_.find(key);
  if (entry == files_.end()) {
    if (std::ranges::find(open_, one_name(path)) != open_.end()) {
      reading.mistake(node, fmt::format("the profile `{}` is based on itself", node.text),
                      "leave `based_on` out in one of the files");
      return nullptr;
    }
    if (open_.size() >= kLongestChain) {
      reading.mistake(node,
                      fmt::format("more than {} profiles are based on each other", kLongestChain));
      return nullptr;
    }
    entry = files_.emplace(key, read(path)).first;
  }
  if (entry->second) return &*entry->second;
  reading.mistake(node, fmt::format("the profile `{}` cannot be used", node.text),
                  "what is wrong with it is listed with its own path");
  return nullptr;
}

std::optional<Profile> ProfileFiles::read(const Path& path) {
  const auto text = read_text(path, "a profile");
  if (const auto* mistake = std::get_if<Diagnostic>(&text)) {
    mistakes_.push_back(*mistake);
    return std::nullopt;
  }
  open_.push_back(one_name(path));
  auto profile = read_profile(std::get<std::string>(text), path.string(),
                              [&](Reading& reading, const Node& node) {
                                return find_from(reading, node, path.parent_path());
                              });
  open_.pop_back();
  if (auto* mistakes = std::get_if<Diagnostics>(&profile)) {
    std::ranges::move(*mistakes, std::back_inserter(mistakes_));
    return std::nullopt;
  }
  return std::get<Profile>(std::move(profile));
}

std::variant<Profile, Diagnostics> load_profile(const std::filesystem::path& path) {
  ProfileFiles files(path.parent_path());
  if (auto profile = files.read(path)) return *std::move(profile);
  return files.take_mistakes();
}

}  // namespace fishtank::plan
