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
  std::stable_sort(ended_.begin(), ended_.end(), [](const StateSpan& left, const StateSpan& right) {
    return left.client < right.client;
  });
  return std::move(ended_);
}

std::span<const StateSpan> spans_of(std::span<const StateSpan> states, std::uint32_t client) {
  const auto begin = std::ranges::lower_bound(states, client, {}, &StateSpan::client);
  const auto end = std::ranges::upper_bound(states, client, {}, &StateSpan::client);
  return {begin, end};
}

}  // namespace fishtank::trace
