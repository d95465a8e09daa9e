#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/random.hpp"
#include "plan/diagnostic.hpp"
#include "plan/plan.hpp"
#include "plan/vocabulary.hpp"

/// A scenario file as a value: what it says of itself, and one plan for each combination of its
/// matrix. Reading is total: a text gives a scenario, or every mistake in it, and never anything in
/// between.
namespace fishtank::plan {

/// A path of the document and the text that one case puts there.
using Setting = std::pair<std::string, std::string>;

/// An axis of the matrix.
struct Axis {
  std::string path;
  std::vector<std::string> values;

  bool operator==(const Axis&) const = default;
};

/// One combination of the matrix.
struct Variant {
  std::vector<Setting> settings;  ///< one for each axis, in their order
  Plan plan;                      ///< its seed is not set yet

  bool operator==(const Variant&) const = default;
};

struct ScenarioFile {
  std::string file;  ///< as it was named
  std::string name;
  std::string about;
  std::vector<std::string> tags;
  std::vector<core::Seed> seeds;  ///< at least one
  std::vector<Axis> axes;         ///< in the order of the file
  std::vector<Variant> variants;  ///< at least one; the last axis turns fastest

  bool operator==(const ScenarioFile&) const = default;
};

/// At most so many cases in a file (combinations x seeds).
inline constexpr std::size_t kMostCases = 10'000;

using Loaded = std::variant<ScenarioFile, Diagnostics>;

/// The scenario in a text, or all mistakes in it and in the profiles that it names. `file_name` is
/// repeated in messages, and its folder is where the paths of profiles begin.
Loaded load(std::string_view text, std::string_view file_name, const Vocabulary& vocabulary);

/// The scenario in a file. What cannot be read (missing, a folder, a device, too big) is a mistake,
/// too.
Loaded load_file(const std::filesystem::path& path, const Vocabulary& vocabulary);

/// One run of a scenario.
struct Case {
  std::vector<Setting> settings;
  core::Seed seed{1};
  Plan plan;

  bool operator==(const Case&) const = default;
};

/// All runs, in an order that depends on the file only: axes in the order of the file, the last one
/// turning fastest, seeds innermost.
std::vector<Case> expand(const ScenarioFile& scenario);

}  // namespace fishtank::plan
