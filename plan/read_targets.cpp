#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <ranges>

#include "plan/nearest.hpp"
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

/// What may be meant by `crwd-9`: a member of a group, or there are not so many. Empty if it looks
/// like no member.
std::string member_meant(const Plan& plan, std::string_view name) {
  const std::size_t dash = name.rfind('-');
  if (dash == name.npos) return "";
  const auto parsed = parse_count(name.substr(dash + 1));
  const auto* number = std::get_if<std::int64_t>(&parsed);
  std::vector<std::string_view> groups;
  for (const Client& client : plan.clients) {
    if (client.count > 1) groups.push_back(client.name);
  }
  const auto near = nearest(name.substr(0, dash), groups);
  if (number == nullptr || !near) return "";
  const auto group = std::ranges::find(plan.clients, *near, &Client::name);
  if (*number >= 1 && *number <= group->count) {
    return fmt::format("did you mean `{}-{}`?", *near, *number);
  }
  return fmt::format("there are `{0}-1` to `{0}-{1}`", *near, group->count);
}

void refuse_client(Reading& reading, const Node& node, const Plan& plan) {
  const std::string help = member_meant(plan, node.text);
  if (!help.empty()) {
    return reading.mistake(node, fmt::format("there is no client `{}`", node.text), help);
  }
  std::vector<std::string_view> known;
  for (const Client& client : plan.clients) known.push_back(client.name);
  reading.unknown_word(node, "client", known);
}

void add_clients(Reading& reading, const Node& node, const Plan& plan, Targets& targets) {
  const auto text = reading.value(node, key::targets.name, {ValueKind::text});
  if (!text) return;
  const Range range = find_clients(plan, std::get<std::string>(*text));
  if (range.count == 0) return refuse_client(reading, node, plan);
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
