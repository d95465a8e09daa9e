#include "trace/state_spans.hpp"

#include <algorithm>
#include <utility>

namespace fishtank::trace {

StateSpans::StateSpans(std::uint32_t clients) : current_(clients) {
  for (std::uint32_t client = 0; client < clients; ++client) current_[client].client = client;
}

void StateSpans::see(const Record& record) {
  if (record.client >= current_.size()) return;
  StateSpan& current = current_[record.client];
  current.to = record.at;
  ended_.push_back(current);
  current.state = state_to(record);
  current.from = record.at;
}

std::vector<StateSpan> StateSpans::finish(Instant end) {
  for (StateSpan& span : current_) {
    span.to = end;
    ended_.push_back(span);
  }
  std::ranges::stable_sort(ended_, {}, &StateSpan::client);
  return std::move(ended_);
}

std::span<const StateSpan> spans_of(std::span<const StateSpan> states, std::uint32_t client) {
  const auto own = std::ranges::equal_range(states, client, {}, &StateSpan::client);
  return {own.begin(), own.end()};
}

}  // namespace fishtank::trace
