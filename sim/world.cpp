#include "sim/world.hpp"

#include <algorithm>
#include <utility>

namespace fishtank::sim {

World::World(const plan::Plan& plan, const RunOptions& options)
    : Actor(Rank::timeline),
      tank_(plan, options.keep, options.wire),
      server_(tank_),
      streams_(server_, tank_.scheduler, tank_.segments),
      services_(tank_, server_.server()),
      timeline_(tank_, server_) {
  tank_.observer = options.observer;
  tank_.streams = &streams_;
  tank_.services = &services_;
  std::vector<ClientHost*> hosts;
  for (const plan::Client& group : plan.clients) {
    const core::Shared<core::Policy> policy(group.policy);
    for (std::int32_t member = 0; member < group.count; ++member) {
      const auto index = static_cast<std::uint32_t>(clients_.size());
      hosts.push_back(&clients_.emplace_back(tank_, index, group, policy,
                                             stage::identity_of(plan, group, index)));
      if (group.starts) hosts.back()->start_at(stage::start_of(group, member));
    }
  }
  timeline_.know({hosts.begin(), hosts.end()});
  server_.know(std::move(hosts));
  wake();
}

trace::Trace World::run() {
  const Instant end = core::kStart + tank_.plan.duration;
  tank_.scheduler.run_until(end);
  tank_.write({.kind = trace::RecordKind::run_ended}, end, trace::kNoClient);
  tank_.recorder.end_of_plan(end);
  if (!tank_.recorder.converged()) converge(end);
  return tank_.recorder.finish(tank_.scheduler.now());
}

void World::converge(Instant now) {
  constexpr Duration kLook = core::seconds(1);
  timeline_.heal(now);
  wake();
  const Instant latest = now + tank_.recorder.convergence_bound();
  while (now < latest && !tank_.recorder.converged()) {
    now = std::min(now + kLook, latest);
    tank_.scheduler.run_until(now);
  }
}

bool World::healed() const {
  return server_.server().behaves() &&
         std::ranges::all_of(clients_, [](const ClientHost& client) { return client.untouched(); });
}

// ---- the timeline ----------------------------------------------------------------------------

void World::wake() { tank_.scheduler.schedule(*this, timeline_.next()); }

void World::act(Instant now) {
  timeline_.run(now);
  wake();
}

trace::Trace run(const plan::Plan& plan, RunOptions options) { return World(plan, options).run(); }

}  // namespace fishtank::sim
