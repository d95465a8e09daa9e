#include "trace/state_spans.hpp"

#include <algorithm>
#include <utility>

namespace fishtank::trace {

StateSpans::StateSpans(std::uint32_t clients) : clients_(clients) {}

void StateSpans::see(const Record& record) {
  if (record.client >= clients_) return;
  changes_.push_back({.at = record.at, .client = record.client, .to = state_to(record)});
}

std::vector<StateSpan> StateSpans::finish(Instant end) {
  std::ranges::stable_sort(changes_, {}, &Change::client);
  std::vector<StateSpan> spans;
  spans.reserve(changes_.size() + clients_);
  auto change = changes_.begin();
  for (std::uint32_t client = 0; client < clients_; ++client) {
    spans.push_back({.client = client, .to = end});
    for (; change != changes_.end() && change->client == client; ++change) {
      spans.back().to = change->at;
      spans.push_back({.client = client, .state = change->to, .from = change->at, .to = end});
    }
  }
  changes_.clear();
  return spans;
}

std::span<const StateSpan> spans_of(std::span<const StateSpan> states, std::uint32_t client) {
  const auto begin = std::ranges::lower_bound(states, client, {}, &StateSpan::client);
  const auto end = std::ranges::upper_bound(states, client, {}, &StateSpan::client);
  return {begin, end};
}

}  // namespace fishtank::trace
