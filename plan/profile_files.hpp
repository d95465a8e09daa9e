#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "plan/diagnostic.hpp"
#include "plan/profiles.hpp"
#include "plan/reading.hpp"

/// Profiles in files of the user: `client: {profile: ./patient.yaml}`, `based_on: ../shop.yaml`.
namespace fishtank::plan {

/// Whether what names a profile is the path of its file: it has a slash, or ends with .yaml or
/// .yml.
bool is_profile_path(std::string_view text);

/// Reads the files of profiles, each once.
class ProfileFiles {
 public:
  /// Relative paths begin at `folder`.
  explicit ProfileFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The profile that a node names: a built-in one, or that in a file. Null, and a mistake noted,
  /// if there is none or its file has mistakes; those go to take_mistakes().
  const Profile* find(Reading& reading, const Node& node);

  /// The profile in a file; nothing if it has mistakes.
  std::optional<Profile> read(const std::filesystem::path& path);

  /// What is wrong with the files that were read, file by file.
  Diagnostics take_mistakes() { return std::move(mistakes_); }

 private:
  using Path = std::filesystem::path;

  const Profile* find_from(Reading& reading, const Node& node, const Path& folder);
  const Profile* in_file(Reading& reading, const Node& node, const Path& path);

  Path folder_;
  std::map<Path, std::optional<Profile>> files_;  ///< by path; none: it cannot be used
  std::vector<Path> open_;  ///< those that are being read, each based on the next
  Diagnostics mistakes_;
};

/// The profile in a file, or all mistakes in it and in those that it is based on.
std::variant<Profile, Diagnostics> load_profile(const std::filesystem::path& path);

}  // namespace fishtank::plan
