#include "plan/part_of.hpp"

#include <algorithm>
#include <utility>

namespace fishtank::plan {

namespace {

bool can_be_met_by(const Expectation& expectation, std::uint32_t index, std::uint32_t clients) {
  if (!concerns(expectation.targets, index)) return false;
  const bool is_sum = std::holds_alternative<ExpectMetric>(expectation.what);
  return !is_sum || clients == 1 || expectation.targets == Targets{index};
}

}  // namespace

Plan part_of(const Plan& plan, std::uint32_t index) {
  Plan part = plan;
  Client client = client_of(plan, index);
  client.name = client_name(plan, index);
  client.count = 1;
  part.clients = {std::move(client)};
  std::erase_if(part.timeline, [&](const Event& event) { return !concerns(event.targets, index); });
  for (Event& event : part.timeline) event.targets.clear();
  const std::uint32_t clients = client_count(plan);
  std::erase_if(part.expectations, [&](const Expectation& expectation) {
    return !can_be_met_by(expectation, index, clients);
  });
  for (Expectation& expectation : part.expectations) expectation.targets.clear();
  return part;
}

}  // namespace fishtank::plan
