#include "plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace fishtank::plan {

std::uint32_t client_count(const Plan& plan) {
  std::uint32_t total = 0;
  for (const Client& client : plan.clients) total += static_cast<std::uint32_t>(client.count);
  return total;
}

const Client& client_of(const Plan& plan, std::uint32_t index) {
  for (const Client& client : plan.clients) {
    const auto count = static_cast<std::uint32_t>(client.count);
    if (index < count) return client;
    index -= count;
  }
  assert(false && "no client has that index");
  return plan.clients.back();
}

std::string client_name(const Plan& plan, std::uint32_t index) {
  for (const Client& client : plan.clients) {
    const auto count = static_cast<std::uint32_t>(client.count);
    if (index < count) {
      return count == 1 ? client.name : fmt::format("{}-{}", client.name, index + 1);
    }
    index -= count;
  }
  assert(false && "no client has that index");
  return {};
}

bool concerns(const Targets& targets, std::uint32_t index) {
  return targets.empty() || std::ranges::binary_search(targets, index);
}

}  // namespace fishtank::plan
