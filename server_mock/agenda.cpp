#include "server_mock/agenda.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace fishtank::server_mock {

void Agenda::add(core::Instant due, Item item) {
  heap_.push_back({due, entered_++, std::move(item)});
  std::push_heap(heap_.begin(), heap_.end(), goes_after);
}

std::optional<Agenda::Item> Agenda::take_due(core::Instant now) {
  if (heap_.empty() || heap_.front().due > now) return {};
  std::pop_heap(heap_.begin(), heap_.end(), goes_after);
  std::optional<Item> item = std::move(heap_.back().item);
  heap_.pop_back();
  return item;
}

bool Agenda::goes_after(const Entry& left, const Entry& right) {
  return std::tie(left.due, left.order) > std::tie(right.due, right.order);
}

}  // namespace fishtank::server_mock
