#include "plan/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "plan/scenario.hpp"

namespace fishtank::plan {
namespace {

std::optional<std::uint64_t> parse_seed(std::string_view text) {
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

/// `7` or `1..20`.
void add_seeds(Reading& reading, const Node& node, std::vector<std::uint64_t>& seeds) {
  const std::string_view text = node.text;
  const std::size_t dots = text.find("..");
  const auto first = parse_seed(text.substr(0, dots));
  const auto last = dots == std::string_view::npos ? first : parse_seed(text.substr(dots + 2));
  if (!node.is_scalar() || !first || !last) {
    reading.mistake(node, "this is no seed", "as in `7`, `1..20` or `[1, 5, 8..10]`");
  } else if (*last < *first) {
    reading.mistake(node, "the range is empty: its end is before its beginning");
  } else if (*last - *first >= kMostCases || seeds.size() + (*last - *first) >= kMostCases) {
    reading.mistake(node, fmt::format("more than {} seeds", kMostCases),
                    "split them over several files");
  } else {
    for (std::uint64_t seed = *first; seed != *last; ++seed) seeds.push_back(seed);
    seeds.push_back(*last);
  }
}

bool check_values(Reading& reading, const Node& list, std::string_view path) {
  std::set<std::string_view> seen;
  bool good = true;
  for (const Node& value : list.items) {
    if (!value.is_scalar()) {
      good = false;
      reading.mistake(value,
                      fmt::format("a value of `{}` in `matrix` must be a single value, not {}",
                                  path, name(value.kind)),
                      "vary single keys, each on an axis of its own");
    } else if (!seen.insert(value.text).second) {
      reading.mistake(value, fmt::format("`{}` stands twice on this axis", value.text));
    }
  }
  return good;
}

}  // namespace

std::vector<core::Seed> read_seeds(Reading& reading, const Node& node) {
  std::vector<std::uint64_t> numbers;
  if (node.is_list()) {
    for (const Node& item : node.items) add_seeds(reading, item, numbers);
    if (node.items.empty()) reading.mistake(node, "`seeds` is empty: there would be no run");
  } else {
    add_seeds(reading, node, numbers);
  }
  std::vector<core::Seed> seeds;
  std::set<std::uint64_t> seen;
  for (const std::uint64_t number : numbers) {
    if (seen.insert(number).second) {
      seeds.push_back(core::Seed{number});
    } else {
      reading.mistake(node, fmt::format("the seed {} stands here twice", number));
    }
  }
  return seeds;
}

std::vector<AxisNode> read_matrix(Reading& reading, const Node& node) {
  std::vector<AxisNode> axes;
  MappingReader keys(reading, node, "`matrix`");
  for (const auto& [key, values] : keys.rest()) {
    const std::string_view root = std::string_view(key->text).substr(0, key->text.find('.'));
    if (root == key::seeds.name || root == key::matrix.name || root == "name") {
      reading.mistake(*key, fmt::format("`{}` cannot be an axis of the matrix", key->text));
    } else if (!values->is_list() || values->items.empty()) {
      reading.mistake(*values, fmt::format("`{}` in `matrix` must be a list of values", key->text),
                      "as in `network.latency: [20ms, 200ms]`");
    } else if (check_values(reading, *values, key->text)) {
      axes.push_back({*key, values->items});
    }
  }
  return axes;
}

}  // namespace fishtank::plan
