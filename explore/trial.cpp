#include "explore/trial.hpp"

#include <fmt/format.h>

#include <utility>

#include "plan/units.hpp"

namespace fishtank::explore {

namespace {

using core::Duration;

/// Moments in ms read well in a printed plan.
Duration draw(core::Seed seed, std::string_view what, Duration below) {
  core::Random random(core::derive(seed, what));
  const auto ms = std::chrono::duration_cast<core::milliseconds>(below).count();
  return core::milliseconds(random.below(static_cast<std::uint64_t>(ms)));
}

plan::Event event(Duration at, plan::Action action) {
  return {.at = at, .targets = {}, .action = std::move(action), .mark = {}};
}

/// Each with a text of its own: some clients take the same text for the same message (D-10).
void add_message(Duration at, std::vector<plan::Event>& events) {
  plan::PushAction push;
  push.text = fmt::format("at {}", plan::print_duration(at));
  events.push_back(event(at, push));
}

std::vector<plan::Event> timeline(const Trouble& trouble, core::Seed seed) {
  const Duration begin = beginning(seed);
  const Duration last = begin + trouble.length() + kAftermath - core::minutes(1);
  std::vector<plan::Event> events;
  add_message(begin - core::seconds(10), events);
  add_message(begin - draw(seed, "trial/message before", core::milliseconds(500)), events);
  for (const plan::FaultUse& use : trouble.faults) events.push_back(event(begin, use));
  const Duration first = begin + draw(seed, "trial/messages after", kBetweenMessages);
  for (Duration at = first; at <= last; at += kBetweenMessages) add_message(at, events);
  return events;
}

/// Short enough for the name of a scenario, whatever the user wrote.
std::string title(const Subject& subject, const Trouble& trouble, core::Seed seed) {
  constexpr std::size_t kLongest = 80;
  return fmt::format("{:.{}} meets {:.{}}, seed {}", subject.client.profile, kLongest,
                     trouble.name(), kLongest, static_cast<std::uint64_t>(seed));
}

}  // namespace

Duration beginning(core::Seed seed) { return kSettled + draw(seed, "trial/beginning", kPhases); }

plan::Plan trial(const Subject& subject, const Trouble& trouble, core::Seed seed,
                 const Setup& setup) {
  plan::Plan plan;
  plan.name = title(subject, trouble, seed);
  plan.seed = seed;
  plan.duration = std::chrono::ceil<core::seconds>(beginning(seed) + trouble.length()) + kAftermath;
  plan::Client client = subject.client;
  client.name = "client";
  client.count = setup.clients;
  client.starts = true;
  client.start_at = {};
  client.start_spread = setup.clients > 1 ? kSpread : Duration::zero();
  plan.clients.push_back(std::move(client));
  plan.timeline = timeline(trouble, seed);
  return plan;
}

}  // namespace fishtank::explore
