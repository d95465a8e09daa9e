#include "trace/sometimes.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <vector>

#include "trace/sometimes/groups.hpp"

namespace fishtank::trace {

std::span<const Situation> situations() {
  static const std::vector<Situation> all = [] {
    std::vector<Situation> list;
    for (const auto group :
         {sometimes::opening, sometimes::liveness, sometimes::reconnecting, sometimes::recovery,
          sometimes::services, sometimes::messages, sometimes::stopping, sometimes::weather}) {
      std::ranges::copy(group(), std::back_inserter(list));
    }
    assert(list.size() <= kMostSituations && "a set of situations is a 64-bit mask");
    return list;
  }();
  return all;
}

}  // namespace fishtank::trace
