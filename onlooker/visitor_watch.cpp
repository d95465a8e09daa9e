#include "onlooker/visitor_watch.hpp"

#include <algorithm>
#include <utility>

namespace fishtank::onlooker {

VisitorWatch::VisitorWatch(std::uint32_t index, const Disturbances& weather, Instant now,
                           const Expected& expected, Findings& findings)
    : index_(index),
      expected_(expected),
      findings_(findings),
      visit_(weather, now, expected.gone_within),
      tally_(now) {
  for (const CheckSpec* spec : checks()) watches_.push_back(spec->watch());
}

void VisitorWatch::see(const trace::Record& record) {
  pass(record.at);  // what was due before it is due on a connection that it may end
  visit_.see(record);
  tally_.see(record, visit_);
  pass(record.at);  // and it may be the sign of life that somebody waited for
  const Scene now = scene(record.at);
  for (const auto& watch : watches_) watch->see(record, now);
}

void VisitorWatch::see_fault(const Weather::Step& step, bool begins, Instant now) {
  pass(now);
  visit_.see_fault(step, begins, now);
}

void VisitorWatch::pass(Instant now) {
  const Scene at = scene(now);
  for (const auto& watch : watches_) watch->pass(at);
}

Instant VisitorWatch::due() const {
  if (!expected_.open_means_alive) return core::kNever;
  Instant due = core::kNever;
  for (const auto& watch : watches_) due = std::min(due, watch->due());
  return due == core::kNever ? due : std::max(due, visit_.calm_from());
}

void VisitorWatch::found(std::string_view check, Instant at, std::string message) {
  tally_.found(check);
  findings_.add({.check = check, .visitor = index_, .at = at, .message = std::move(message)});
}

}  // namespace fishtank::onlooker
