#include "explore/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

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

plan::Event messages(Duration first, Duration last) {
  plan::PushAction push;
  push.count = static_cast<std::int32_t>((last - first) / kBetweenMessages) + 1;
  if (push.count > 1) push.every = kBetweenMessages;
  return event(first, push);
}

std::vector<plan::Event> timeline(const Trouble& trouble, core::Seed seed) {
  const Duration begin = beginning(seed);
  const Duration end = begin + trouble.length() + kAftermath;
  const Duration just_before = draw(seed, "trial/message before", core::milliseconds(500));
  const Duration after = draw(seed, "trial/messages after", kBetweenMessages);
  std::vector<plan::Event> events;
  events.push_back(messages(begin - core::seconds(10), begin - core::seconds(10)));
  events.push_back(messages(begin - just_before, begin - just_before));
  for (const plan::FaultUse& use : trouble.faults) events.push_back(event(begin, use));
  events.push_back(messages(begin + after, end - core::minutes(1)));
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
