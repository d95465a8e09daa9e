#include "plan/scenario.hpp"

#include <fmt/format.h>

#include <iterator>

#include "plan/axes.hpp"
#include "plan/case_name.hpp"
#include "plan/document.hpp"
#include "plan/file_text.hpp"
#include "plan/profile_files.hpp"
#include "plan/read_plan.hpp"
#include "plan/read_policy.hpp"

namespace fishtank::plan {
namespace {

/// Combinations x values of the document: what reading a file may cost, about a second.
constexpr std::size_t kMostWork = 4'000'000;

std::size_t node_count(const Node& node) {
  std::size_t count = 1 + node.keys.size();
  for (const Node& item : node.items) count += node_count(item);
  return count;
}

/// The number of combinations, or kMostCases + 1 if there are more.
std::size_t combinations(const std::vector<AxisNode>& axes) {
  std::size_t total = 1;
  for (const AxisNode& axis : axes) {
    total = std::min(total * axis.values.size(), kMostCases + 1);
  }
  return total;
}

bool small_enough(Reading& reading, const Node& root, const ScenarioFile& scenario,
                  const std::vector<AxisNode>& axes) {
  const Node* node = root.find(axes.empty() ? key::seeds.name : key::matrix.name);
  const Node& where = node == nullptr ? root : *node;
  const std::size_t cases = combinations(axes) * scenario.seeds.size();
  if (cases > kMostCases) {
    reading.mistake(
        where, fmt::format("the scenario has more than {} cases", kMostCases),
        fmt::format("{} combinations of `matrix` times {} seeds; split them over several files",
                    combinations(axes), scenario.seeds.size()));
    return false;
  }
  if (combinations(axes) * node_count(root) > kMostWork) {
    reading.mistake(where, "the document is too long for so many combinations",
                    "split it into several files");
    return false;
  }
  return true;
}

/// The document of one combination; `number` counts them, the last axis turning fastest.
void apply(Reading& reading, Node& root, const std::vector<AxisNode>& axes, std::size_t number,
           Variant& variant) {
  std::size_t rest = number;
  std::vector<const Node*> chosen(axes.size());
  for (std::size_t i = axes.size(); i-- > 0;) {
    chosen[i] = &axes[i].values[rest % axes[i].values.size()];
    rest /= axes[i].values.size();
  }
  for (std::size_t i = 0; i < axes.size(); ++i) {
    set_at(reading, root, axes[i].key, *chosen[i]);
    variant.settings.emplace_back(axes[i].key.text, chosen[i]->text);
  }
}

void read_variants(Reading& reading, ProfileFiles& profiles, const Node& root,
                   const std::vector<AxisNode>& axes, ScenarioFile& scenario) {
  const std::size_t total = combinations(axes);
  for (std::size_t number = 0; number < total && !reading.full(); ++number) {
    Variant variant;
    Node document = root;
    apply(reading, document, axes, number, variant);
    if (number > 0) reading.in_case(print(CaseName{variant.settings, std::nullopt}));
    variant.plan = read_plan(reading, profiles, document);
    scenario.variants.push_back(std::move(variant));
  }
}

ScenarioFile read_scenario(Reading& reading, ProfileFiles& profiles, const Node& root,
                           std::string_view file) {
  ScenarioFile scenario;
  scenario.file = file;
  scenario.seeds = {core::Seed{1}};
  if (const Node* seeds = root.find(key::seeds.name)) scenario.seeds = read_seeds(reading, *seeds);
  std::vector<AxisNode> axes;
  if (const Node* matrix = root.find(key::matrix.name)) axes = read_matrix(reading, *matrix);
  for (const AxisNode& axis : axes) {
    Axis values{axis.key.text, {}};
    for (const Node& value : axis.values) values.values.push_back(value.text);
    scenario.axes.push_back(std::move(values));
  }
  if (!small_enough(reading, root, scenario, axes)) axes.clear();
  read_variants(reading, profiles, root, axes, scenario);
  if (!scenario.variants.empty()) {
    const Plan& plan = scenario.variants.front().plan;
    scenario.name = plan.name;
    scenario.about = plan.about;
    scenario.tags = plan.tags;
  }
  return scenario;
}

/// Whether a document is a profile in the wrong place: what a scenario says is not in it.
bool is_profile(const Node& root) {
  const auto has = [&](const Key& key) { return root.find(key.name) != nullptr; };
  if (std::ranges::any_of(kScenarioKeys, has)) return false;
  return has(key::based_on) ||
         std::ranges::any_of(root.keys, [](const Node& key) { return is_policy_group(key.text); });
}

}  // namespace

Loaded load(std::string_view text, std::string_view file_name, const Vocabulary& vocabulary) {
  auto parsed = parse_yaml(text, file_name);
  if (auto* mistake = std::get_if<Diagnostic>(&parsed)) return Diagnostics{std::move(*mistake)};
  const SourceText source(text, file_name);
  Reading reading(source, vocabulary);
  const Node root = unfold(std::get<Node>(std::move(parsed)));
  if (is_profile(root)) {
    reading.mistake(
        root.keys.front(), "this is the profile of a client, not a scenario",
        "keep profiles in a folder called `profiles`, and name one in a scenario by its "
        "path: `client: {profile: profiles/mine.yaml}`");
    return reading.take();
  }
  check_keys(reading, root);
  ProfileFiles profiles(std::filesystem::path(file_name).parent_path());
  ScenarioFile scenario = read_scenario(reading, profiles, root, file_name);
  if (!reading.failed()) return scenario;
  Diagnostics mistakes = reading.take();
  std::ranges::move(profiles.take_mistakes(), std::back_inserter(mistakes));
  return mistakes;
}

Loaded load_file(const std::filesystem::path& path, const Vocabulary& vocabulary) {
  auto text = read_text(path, "a scenario file");
  if (auto* mistake = std::get_if<Diagnostic>(&text)) return Diagnostics{std::move(*mistake)};
  return load(std::get<std::string>(text), path.string(), vocabulary);
}

std::vector<Case> expand(const ScenarioFile& scenario) {
  std::vector<Case> cases;
  cases.reserve(scenario.variants.size() * scenario.seeds.size());
  for (const Variant& variant : scenario.variants) {
    for (const core::Seed seed : scenario.seeds) {
      cases.push_back({variant.settings, seed, variant.plan});
      cases.back().plan.seed = seed;
    }
  }
  return cases;
}

}  // namespace fishtank::plan
