#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <ranges>

#include "plan/read_plan.hpp"

namespace fishtank::plan {
namespace {

/// The indices that a name stands for: a kind of clients, or one of several.
struct Range {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

Range find_clients(const Plan& plan, std::string_view name) {
  std::uint32_t first = 0;
  for (const Client& client : plan.clients) {
    const auto count = static_cast<std::uint32_t>(client.count);
    if (name == client.name) return {first, count};
    if (count > 1 && name.starts_with(client.name + "-")) {
      const auto number = parse_count(name.substr(client.name.size() + 1));
      const auto* value = std::get_if<std::int64_t>(&number);
      if (value != nullptr && *value >= 1 && *value <= client.count) {
        return {first + static_cast<std::uint32_t>(*value) - 1, 1};
      }
    }
    first += count;
  }
  return {};
}

void add_clients(Reading& reading, const Node& node, const Plan& plan, Targets& targets) {
  const auto text = reading.value(node, key::targets.name, {ValueKind::text});
  if (!text) return;
  const Range range = find_clients(plan, std::get<std::string>(*text));
  if (range.count == 0) {
    std::vector<std::string_view> known;
    for (const Client& client : plan.clients) known.push_back(client.name);
    reading.unknown_word(node, "client", known);
    return;
  }
  if (!reading.count_targets(node, range.count)) return;
  const std::size_t before = targets.size();
  targets.resize(before + range.count);
  std::iota(targets.begin() + static_cast<std::ptrdiff_t>(before), targets.end(), range.first);
}

}  // namespace

Targets read_targets(Reading& reading, const Node& node, const Plan& plan) {
  Targets targets;
  if (node.is_list()) {
    if (node.items.empty()) {
      reading.mistake(node, "an empty list of clients", "leave `clients` out to mean all of them");
    }
    for (const Node& item : node.items) add_clients(reading, item, plan, targets);
  } else {
    add_clients(reading, node, plan, targets);
  }
  std::ranges::sort(targets);
  if (std::ranges::adjacent_find(targets) != targets.end()) {
    reading.mistake(node, "a client is named twice");
  }
  return targets.size() == client_count(plan) ? Targets{} : targets;
}

}  // namespace fishtank::plan
