#include "plan/scenario.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

#include "plan/axes.hpp"
#include "plan/case_name.hpp"
#include "plan/document.hpp"
#include "plan/read_plan.hpp"

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

void read_variants(Reading& reading, const Node& root, const std::vector<AxisNode>& axes,
                   ScenarioFile& scenario) {
  const std::size_t total = combinations(axes);
  for (std::size_t number = 0; number < total && !reading.full(); ++number) {
    Variant variant;
    Node document = root;
    apply(reading, document, axes, number, variant);
    if (number > 0) reading.in_case(print(CaseName{variant.settings, std::nullopt}));
    variant.plan = read_plan(reading, document);
    scenario.variants.push_back(std::move(variant));
  }
}

ScenarioFile read_scenario(Reading& reading, const Node& root, std::string_view file) {
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
  read_variants(reading, root, axes, scenario);
  if (!scenario.variants.empty()) {
    const Plan& plan = scenario.variants.front().plan;
    scenario.name = plan.name;
    scenario.about = plan.about;
    scenario.tags = plan.tags;
  }
  return scenario;
}

Diagnostics whole_file(const std::filesystem::path& path, std::string message, std::string help) {
  return {Diagnostic{path.string(), {}, 1, {}, std::move(message), std::move(help)}};
}

}  // namespace

Loaded load(std::string_view text, std::string_view file_name, const Vocabulary& vocabulary) {
  auto parsed = parse_yaml(text, file_name);
  if (auto* mistake = std::get_if<Diagnostic>(&parsed)) return Diagnostics{std::move(*mistake)};
  const SourceText source(text, file_name);
  Reading reading(source, vocabulary);
  const Node root = unfold(std::get<Node>(std::move(parsed)));
  check_keys(reading, root);
  ScenarioFile scenario = read_scenario(reading, root, file_name);
  if (reading.failed()) return reading.take();
  return scenario;
}

Loaded load_file(const std::filesystem::path& path, const Vocabulary& vocabulary) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return whole_file(path, "there is no such file", "");
  }
  if (status.type() == std::filesystem::file_type::directory) {
    return whole_file(path, "this is a folder, not a scenario file", "name the files in it");
  }
  if (status.type() != std::filesystem::file_type::regular) {
    return whole_file(path, "this is no ordinary file", "");
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return whole_file(path, "the file cannot be read", "are you allowed to?");
  // One byte more than is allowed: a file that grows meanwhile is refused by its text, not its
  // size.
  std::string text(kLongestFile + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return whole_file(path, "the file cannot be read", "");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return load(text, path.string(), vocabulary);
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
