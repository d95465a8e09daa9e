#include "onlooker/weather.hpp"

#include <variant>

namespace fishtank::onlooker {

namespace {

struct Meaning {
  Weather::Step operator()(const plan::Hold&) const {
    return {.disturbs = true, .keeps_out = true};
  }
  Weather::Step operator()(const plan::Blackhole&) const {
    return {.disturbs = true, .keeps_out = true};
  }
  Weather::Step operator()(const plan::Delay&) const { return {.disturbs = true}; }
  Weather::Step operator()(const plan::Limit&) const { return {.disturbs = true}; }
  Weather::Step operator()(const plan::Lose&) const { return {.disturbs = true}; }
  Weather::Step operator()(const plan::Orphan&) const { return {.disturbs = true}; }
  Weather::Step operator()(const plan::Freeze&) const { return {.disturbs = true}; }
  Weather::Step operator()(const plan::ServerBehaviour& behaviour) const {
    using Kind = plan::ServerBehaviour::Kind;
    switch (behaviour.kind) {
      case Kind::ping_silence:
      case Kind::heartbeat_error: return {.hides_heartbeat_answers = true};
      case Kind::mute: return {.hides_heartbeat_answers = true, .hides_answers = true};
      // The answers are on their way, and nobody can tell from outside when they arrive.
      case Kind::slow_replies: return {.disturbs = true};
      case Kind::down: return {.keeps_out = true};
      default: return {};
    }
  }
  Weather::Step operator()(const plan::Answer&) const { return {.keeps_out = true}; }
  Weather::Step operator()(const plan::AcceptRate&) const { return {.keeps_out = true}; }
  Weather::Step operator()(const plan::ServiceBehaviour&) const { return {.keeps_out = true}; }
  template <typename Other>
  Weather::Step operator()(const Other&) const {
    return {};
  }
};

}  // namespace

Weather::Weather(std::span<const plan::Event> timeline) {
  for (std::uint32_t event = 0; event < timeline.size(); ++event) know(event, timeline[event]);
}

void Weather::know(std::uint32_t event, const plan::Event& added) {
  const auto* use = std::get_if<plan::FaultUse>(&added.action);
  if (use == nullptr || use->fault == nullptr) return;
  const auto steps = use->fault->steps(use->arguments, use->length);
  for (std::size_t step = 0; step < steps.size(); ++step) {
    steps_[{event, step}] = std::visit(Meaning(), steps[step].primitive);
  }
}

Weather::Step Weather::of(const trace::Record& record) const {
  const auto found = steps_.find({record.a, record.b});
  return found == steps_.end() ? Step() : found->second;
}

}  // namespace fishtank::onlooker
