#include "stage/agenda.hpp"

#include <algorithm>
#include <variant>

namespace fishtank::stage {

using core::Duration;
using core::Instant;

namespace {

using What = Occurrence::What;

/// A step ends when its own length is over or the fault ends, whichever comes first.
std::optional<Duration> end_of(const plan::Step& step, const plan::FaultUse& use) {
  if (!step.length) return use.length;
  const Duration own = step.after + *step.length;
  return use.length ? std::min(own, *use.length) : own;
}

void add(const plan::FaultUse& use, Instant at, std::uint32_t event, std::vector<Occurrence>& out) {
  const auto steps = use.fault->steps(use.arguments, use.length);
  for (std::uint32_t index = 0; index < steps.size(); ++index) {
    const plan::Step& step = steps[index];
    const auto end = end_of(step, use);
    const bool lasts = end || use.fault->span == plan::Span::period;
    out.push_back({at + step.after, What::begin, event, index, step.primitive, lasts});
    if (end) {
      const bool at_once = *end == step.after;
      out.push_back({at + *end, What::end, event, index, step.primitive, false, at_once});
    }
  }
}

struct Repetition {
  std::uint32_t times = 1;
  Duration every{};
};

Repetition repetition_of(const plan::Action& action) {
  if (const auto* send = std::get_if<plan::SendAction>(&action)) {
    return {.times = static_cast<std::uint32_t>(send->count)};
  }
  const auto* push = std::get_if<plan::PushAction>(&action);
  if (push == nullptr || push->bundled) return {};
  return {.times = static_cast<std::uint32_t>(push->count), .every = push->every};
}

bool goes_first(const Occurrence& one) { return one.what == What::end && !one.at_once; }

}  // namespace

bool comes_before(const Occurrence& one, const Occurrence& other) {
  if (one.at != other.at) return one.at < other.at;
  return goes_first(one) && !goes_first(other);
}

std::vector<Occurrence> agenda_of(const plan::Plan& plan, std::uint32_t event, Instant at) {
  std::vector<Occurrence> occurrences;
  const plan::Event& line = plan.timeline[event];
  if (const auto* use = std::get_if<plan::FaultUse>(&line.action)) {
    add(*use, at, event, occurrences);
    return occurrences;
  }
  const Repetition repetition = repetition_of(line.action);
  for (std::uint32_t time = 0; time < repetition.times; ++time) {
    occurrences.push_back({at + repetition.every * time, What::action, event, time, {}});
  }
  return occurrences;
}

std::vector<Occurrence> agenda(const plan::Plan& plan) {
  std::vector<Occurrence> occurrences;
  for (std::uint32_t event = 0; event < plan.timeline.size(); ++event) {
    const auto more = agenda_of(plan, event, core::kStart + plan.timeline[event].at);
    occurrences.insert(occurrences.end(), more.begin(), more.end());
  }
  std::stable_sort(occurrences.begin(), occurrences.end(), comes_before);
  return occurrences;
}

}  // namespace fishtank::stage
