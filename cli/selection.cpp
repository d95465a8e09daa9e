#include "cli/selection.hpp"

#include <fmt/core.h>
#include <fnmatch.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "cli/input_error.hpp"
#include "cli/shell_quote.hpp"
#include "plan/case_name.hpp"
#include "report/style.hpp"

namespace fishtank::cli {

namespace {

bool contains(const std::string& text, const std::string& filter) {
  if (filter.find_first_of("*?") == std::string::npos) return text.find(filter) != text.npos;
  return fnmatch(("*" + filter + "*").c_str(), text.c_str(), 0) == 0;
}

bool is_wanted(const plan::ScenarioFile& scenario, const Selection& selection) {
  const bool named = selection.filter.empty() || contains(scenario.name, selection.filter) ||
                     contains(scenario.file, selection.filter);
  const bool tagged =
      selection.tags.empty() ||
      std::ranges::find_first_of(scenario.tags, selection.tags) != scenario.tags.end();
  return named && tagged;
}

std::optional<std::uint64_t> parse_seed(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

plan::CaseName parse_case(const Selection& selection) {
  auto parsed = plan::parse_case_name(selection.case_name);
  if (const auto* error = std::get_if<plan::UnitError>(&parsed)) {
    throw InputError("--case: " + error->message);
  }
  auto name = std::get<plan::CaseName>(std::move(parsed));
  if (name.seed && !selection.seeds.empty()) {
    throw InputError(
        fmt::format("--case names seed {}, and --seeds {} others: leave one of them out",
                    static_cast<std::uint64_t>(*name.seed), report::printable(selection.seeds)));
  }
  return name;
}

/// An empty value is a slip, as of a shell variable that is not set; it must not choose everything.
std::string refuse_empty(const std::string& text) {
  return text.find_first_not_of(' ') == text.npos ? "an empty value chooses nothing" : "";
}

bool has_seed(const plan::ScenarioFile& scenario, core::Seed seed) {
  return std::ranges::find(scenario.seeds, seed) != scenario.seeds.end();
}

/// The seeds that a scenario runs with. `--case` chooses among its own, `--seeds` takes any.
std::vector<core::Seed> seeds_for(const plan::ScenarioFile& scenario, const Selection& selection,
                                  const plan::CaseName& name) {
  if (!selection.seeds.empty()) return parse_seeds(selection.seeds);
  if (!name.seed) return scenario.seeds;
  return has_seed(scenario, *name.seed) ? std::vector{*name.seed} : std::vector<core::Seed>{};
}

bool has_settings(const plan::Variant& variant, const plan::CaseName& name) {
  return std::ranges::all_of(name.settings, [&](const plan::Setting& setting) {
    return std::ranges::find(variant.settings, setting) != variant.settings.end();
  });
}

/// Cases to choose from, a line each; of many only the first.
std::string choice_of(std::span<const CaseChoice> cases, bool with_file) {
  constexpr std::size_t kShown = 10;
  std::string list;
  for (const CaseChoice& one : cases.first(std::min(cases.size(), kShown))) {
    const std::string file = with_file ? shell_quote(one.scenario->file) + " " : "";
    list += fmt::format("\n  {}{}", report::printable(file), one.options());
  }
  if (cases.size() > kShown) list += fmt::format("\n  ... and {} more", cases.size() - kShown);
  return list;
}

[[noreturn]] void refuse_case(std::span<const plan::ScenarioFile> scenarios,
                              const Selection& selection, const plan::CaseName& name) {
  Selection every_case = selection;
  every_case.case_name.clear();
  std::string hint;
  if (name.seed) {
    hint = fmt::format("\nFor a seed that is not in the file: --seed {}",
                       static_cast<std::uint64_t>(*name.seed));
  }
  throw InputError(fmt::format(
      "no case is --case {}; there are{}{}", shell_quote(report::printable(selection.case_name)),
      choice_of(select_cases(scenarios, every_case), scenarios.size() > 1), hint));
}

/// "--filter 'x'" for a message.
std::string described(const Selection& selection) {
  std::string text;
  if (!selection.filter.empty()) text += " --filter " + shell_quote(selection.filter);
  for (const std::string& tag : selection.tags) text += " --tag " + shell_quote(tag);
  return report::printable(text.empty() ? text : text.substr(1));
}

}  // namespace

std::vector<core::Seed> parse_seeds(const std::string& text, std::string_view option) {
  const std::size_t dots = text.find("..");
  const auto first = parse_seed(text.substr(0, dots));
  const auto last = dots == text.npos ? first : parse_seed(text.substr(dots + 2));
  if (!first || !last) {
    throw InputError(
        fmt::format("{} {}: is no seed; write 7 or 1..20", option, report::printable(text)));
  }
  constexpr std::uint64_t kMostSeeds = 1'000'000;
  if (*last < *first || *last - *first >= kMostSeeds) {
    throw InputError(
        fmt::format("{} {}: between 1 and {} seeds, the smaller first", option, text, kMostSeeds));
  }
  std::vector<core::Seed> seeds;
  for (std::uint64_t offset = 0; offset <= *last - *first; ++offset) {
    seeds.push_back(core::Seed{*first + offset});
  }
  return seeds;
}

void add_scenario_options(CLI::App& command, Selection& selection) {
  command
      .add_option("--filter", selection.filter,
                  "Scenarios with this anywhere in their name or path; * stands for any "
                  "characters, ? for one")
      ->check(refuse_empty)
      ->type_name("TEXT");
  command.add_option("--tag", selection.tags, "Scenarios with this tag; several: with any of them")
      ->check(refuse_empty)
      ->type_name("TAG")
      ->allow_extra_args(false);
}

void add_case_options(CLI::App& command, Selection& selection) {
  command
      .add_option("--case", selection.case_name,
                  "Cases by matrix values and seed: 'network.latency=20ms seed=7'")
      ->check(refuse_empty)
      ->type_name("LABEL");
  command
      .add_option("--seed,--seeds", selection.seeds,
                  "These seeds, 7 or 1..20, instead of those in the file")
      ->check(refuse_empty)
      ->type_name("N|A..B");
}

std::vector<plan::ScenarioFile> select_scenarios(std::vector<plan::ScenarioFile> scenarios,
                                                 const Selection& selection) {
  const std::size_t all = scenarios.size();
  std::erase_if(scenarios, [&](const auto& one) { return !is_wanted(one, selection); });
  if (scenarios.empty()) {
    throw InputError(fmt::format("{} matches none of {} scenarios", described(selection), all));
  }
  return scenarios;
}

std::string CaseChoice::label() const { return plan::print({variant->settings, seed}); }

std::string CaseChoice::options() const {
  if (has_seed(*scenario, seed)) return "--case " + shell_quote(label());
  const std::string settings = plan::print({variant->settings, {}});
  return fmt::format("{}--seed {}", settings.empty() ? "" : "--case " + shell_quote(settings) + " ",
                     static_cast<std::uint64_t>(seed));
}

plan::Plan CaseChoice::plan() const {
  plan::Plan plan = variant->plan;
  plan.seed = seed;
  return plan;
}

std::vector<CaseChoice> select_cases(std::span<const plan::ScenarioFile> scenarios,
                                     const Selection& selection) {
  const plan::CaseName name = parse_case(selection);
  std::vector<CaseChoice> cases;
  for (const plan::ScenarioFile& scenario : scenarios) {
    const std::vector<core::Seed> seeds = seeds_for(scenario, selection, name);
    for (const plan::Variant& variant : scenario.variants) {
      if (!has_settings(variant, name)) continue;
      for (const core::Seed seed : seeds) cases.push_back({&scenario, &variant, seed});
    }
  }
  if (cases.empty()) refuse_case(scenarios, selection, name);
  return cases;
}

CaseChoice select_case(const plan::ScenarioFile& scenario, const Selection& selection) {
  const std::vector<CaseChoice> cases = select_cases({&scenario, 1}, selection);
  if (cases.size() == 1) return cases.front();
  throw InputError(fmt::format("{} has {} cases; choose one:{}", report::printable(scenario.file),
                               cases.size(), choice_of(cases, false)));
}

}  // namespace fishtank::cli
