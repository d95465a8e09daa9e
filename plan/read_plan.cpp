#include "plan/read_plan.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "plan/fields.hpp"

namespace fishtank::plan {
namespace {

constexpr std::size_t kLongestName = 200;

void read_tags(Reading& reading, const Node& node, Plan& plan) {
  if (!node.is_list()) {
    reading.mistake(node, "`tags` must be a list of words", "as in `tags: [heartbeat, smoke]`");
    return;
  }
  for (const Node& item : node.items) {
    const auto tag = reading.value(item, key::tags.name, {ValueKind::text});
    if (tag) plan.tags.push_back(std::get<std::string>(*tag));
  }
}

void read_run(Reading& reading, MappingReader& keys, Plan& plan) {
  keys.take_fields(run_fields(), plan);
  const Node* name = keys.take("name");
  if (name == nullptr) {
    reading.mistake(Mark{1, 1}, 1, "the scenario has no `name`",
                    "as in `name: ping silence is noticed and survived`");
  } else if (name->is_scalar() && (plan.name.empty() || plan.name.size() > kLongestName)) {
    reading.mistake(*name, fmt::format("a name has 1 to {} bytes", kLongestName));
  }
  if (const Node* tags = keys.take(key::tags)) read_tags(reading, *tags, plan);
  if (keys.take("duration") != nullptr && plan.duration > Duration::zero()) {
    reading.ends_at(plan.duration);
  }
}

}  // namespace

Plan read_plan(Reading& reading, ProfileFiles& profiles, const Node& root) {
  Plan plan;
  MappingReader keys(reading, root, "a scenario");
  if (!keys.good()) return plan;
  read_run(reading, keys, plan);
  keys.take(key::seeds);   // read_axes.cpp
  keys.take(key::matrix);  // reads these two
  const Node* client = keys.take(key::client);
  const Node* clients = keys.take(key::clients);
  plan.clients = read_clients(reading, profiles, client, clients);
  if (const Node* network = keys.take(key::network)) {
    plan.network = read_network(reading, *network, plan.network_profile);
  }
  if (const Node* server = keys.take(key::server)) {
    MappingReader fields(reading, *server, "`server`");
    fields.take_fields(server_fields(), plan.server);
    fields.refuse_rest();
  }
  const Node* timeline = keys.take(key::timeline);
  if (timeline != nullptr) plan.timeline = read_timeline(reading, *timeline, plan);
  const Node* expect = keys.take(key::expect);
  if (expect != nullptr) plan.expectations = read_expectations(reading, *expect, plan);
  keys.refuse_rest();
  if (plan.duration == Duration::zero()) plan.duration = computed_duration(plan);
  std::ranges::stable_sort(plan.timeline, {}, &Event::at);
  check_contradictions(reading, plan);
  return plan;
}

Duration computed_duration(const Plan& plan) {
  Duration last{};
  for (const Client& client : plan.clients) {
    last = std::max(last, client.start_at + client.start_spread);
  }
  for (const Event& event : plan.timeline) last = std::max(last, end_of(event));
  for (const Expectation& expectation : plan.expectations) {
    const auto* expected = std::get_if<ExpectState>(&expectation.what);
    if (expected != nullptr) {
      last = std::max({last, expected->from, expected->until.value_or(Duration::zero())});
    }
  }
  return std::chrono::ceil<core::seconds>(last) + core::minutes(1);
}

}  // namespace fishtank::plan
