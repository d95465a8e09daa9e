#include <fmt/format.h>

#include <algorithm>

#include "plan/read_plan.hpp"

namespace fishtank::plan {
namespace {

using When = ExpectState::When;

/// More pairs than this are not compared: the search is quadratic and only a courtesy.
constexpr std::size_t kMostCompared = 500;

struct Interval {
  Duration from{};
  Duration until{};

  bool is_moment() const { return from == until; }
};

bool overlap(const Targets& a, const Targets& b) {
  if (a.empty() || b.empty()) return true;
  return std::ranges::any_of(a, [&](std::uint32_t index) { return concerns(b, index); });
}

/// Whether both intervals share more than an edge, at which a state may change.
bool overlap(Interval a, Interval b) {
  if (a.is_moment() && b.is_moment()) return a.from == b.from;
  return std::max(a.from, b.from) < std::min(a.until, b.until) ||
         (a.is_moment() && b.from < a.from && a.from < b.until) ||
         (b.is_moment() && a.from < b.from && b.from < a.until);
}

/// The time of which the expectation says something for every moment.
Interval whole(const ExpectState& expected, Duration end) {
  if (expected.when == When::at) return {expected.from, expected.from};
  return {expected.from, expected.until.value_or(end)};
}

/// The time in which the expected state must be seen once.
Interval once(const ExpectState& expected, Duration end) {
  if (expected.when == When::by) return {Duration::zero(), expected.from};
  return {expected.from, expected.until.value_or(end)};
}

bool speaks_of_whole(const ExpectState& expected) {
  return expected.when == When::at || expected.when == When::always;
}

bool forbids(const ExpectState& never, const ExpectState& other, Duration end) {
  if (never.when != When::never || never.state != other.state) return false;
  const Interval forbidden = whole(never, end);
  if (speaks_of_whole(other)) return overlap(forbidden, whole(other, end));
  if (other.when == When::never) return false;
  const Interval wanted = once(other, end);
  return forbidden.from <= wanted.from && wanted.until <= forbidden.until;
}

bool contradict(const ExpectState& a, const ExpectState& b, Duration end) {
  if (speaks_of_whole(a) && speaks_of_whole(b)) {
    return a.state != b.state && overlap(whole(a, end), whole(b, end));
  }
  return forbids(a, b, end) || forbids(b, a, end);
}

}  // namespace

void check_contradictions(Reading& reading, const Plan& plan) {
  const std::size_t compared = std::min(plan.expectations.size(), kMostCompared);
  for (std::size_t i = 0; i < compared; ++i) {
    const auto* later = std::get_if<ExpectState>(&plan.expectations[i].what);
    for (std::size_t j = 0; later != nullptr && j < i; ++j) {
      const auto* earlier = std::get_if<ExpectState>(&plan.expectations[j].what);
      if (earlier == nullptr || !contradict(*earlier, *later, plan.duration) ||
          !overlap(plan.expectations[i].targets, plan.expectations[j].targets)) {
        continue;
      }
      reading.mistake(plan.expectations[i].mark, 1,
                      fmt::format("no run can meet this expectation and that of line {}",
                                  plan.expectations[j].mark.line));
    }
  }
}

}  // namespace fishtank::plan
