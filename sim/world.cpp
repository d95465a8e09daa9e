#include "sim/world.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "sim/faults_at_work.hpp"
#include "sim/messages.hpp"
#include "sim/people.hpp"
#include "sim/run.hpp"

namespace fishtank::sim {

using trace::RecordKind;

namespace {

core::Identity identity_of(const plan::Plan& plan, const plan::Client& client,
                           std::uint32_t index) {
  const std::string cookies = client.cookies.empty() ? cookies_of(index) : client.cookies;
  const auto seed = static_cast<std::uint64_t>(core::derive(plan.seed, "device", index));
  auto read = core::read_cookies(cookies, seed);
  if (const auto* error = std::get_if<core::IdentityError>(&read)) {
    throw std::invalid_argument("client `" + client.name + "`: " + error->message);
  }
  return std::get<core::Identity>(std::move(read));
}

/// The starts of a group are spread evenly.
Instant start_of(const plan::Client& client, std::int32_t member) {
  return core::kStart + client.start_at + client.start_spread / client.count * member;
}

}  // namespace

World::World(const plan::Plan& plan, trace::Keep keep, bool wire)
    : Actor(Rank::timeline),
      tank_(plan, keep, wire),
      server_(tank_),
      streams_(server_, tank_.scheduler, tank_.segments),
      services_(tank_, server_.server()),
      agenda_(agenda(plan)) {
  tank_.streams = &streams_;
  tank_.services = &services_;
  std::vector<ClientHost*> hosts;
  for (const plan::Client& group : plan.clients) {
    const core::Shared<core::Policy> policy(group.policy);
    for (std::int32_t member = 0; member < group.count; ++member) {
      const auto index = static_cast<std::uint32_t>(clients_.size());
      hosts.push_back(
          &clients_.emplace_back(tank_, index, group, policy, identity_of(plan, group, index)));
      if (group.starts) hosts.back()->start_at(start_of(group, member));
    }
  }
  server_.know(std::move(hosts));
  wake();
}

trace::Trace World::run() {
  const Instant end = core::kStart + tank_.plan.duration;
  tank_.scheduler.run_until(end);
  tank_.write({.kind = RecordKind::run_ended}, trace::kNoClient);
  tank_.recorder.end_of_plan(end);
  if (!tank_.recorder.converged()) converge(end);
  return tank_.recorder.finish(tank_.scheduler.now());
}

/// Takes back whatever the faults have put into the world, and lets the rest of the timeline be.
void World::heal(Instant now) {
  next_ = agenda_.size();
  tank_.scheduler.cancel(*this);
  for (Occurrence& step : std::exchange(at_work_, {})) {
    step.what = Occurrence::What::end;
    step.lasts = false;
    carry_out(step, now);
  }
}

void World::converge(Instant now) {
  constexpr Duration kLook = core::seconds(1);
  heal(now);
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

void World::wake() {
  if (next_ < agenda_.size()) tank_.scheduler.schedule(*this, agenda_[next_].at);
}

void World::act(Instant now) {
  while (next_ < agenda_.size() && agenda_[next_].at <= now) carry_out(agenda_[next_++], now);
  wake();
}

template <typename Apply>
void World::for_each(const plan::Targets& targets, Apply apply) {
  if (targets.empty()) {
    for (ClientHost& client : clients_) apply(client);
  } else {
    for (const std::uint32_t target : targets) apply(clients_[target]);
  }
}

void World::carry_out(const Occurrence& occurrence, Instant now) {
  if (occurrence.lasts) at_work_.push_back(occurrence);
  if (occurrence.what == Occurrence::What::end) {
    std::erase_if(at_work_, [&](const Occurrence& step) {
      return step.event == occurrence.event && step.step == occurrence.step;
    });
  }
  const plan::Event& event = tank_.plan.timeline[occurrence.event];
  for_each(event.targets, [&](ClientHost& client) { carry_out(occurrence, client, now); });
}

void World::carry_out(const Occurrence& occurrence, ClientHost& client, Instant now) {
  const FaultId fault = fault_id(occurrence.event);
  trace::Record record{.a = occurrence.event, .b = occurrence.step};
  switch (occurrence.what) {
    case Occurrence::What::begin:
      record.kind = RecordKind::fault_started;
      tank_.write(record, client.index(), fault);
      return begin(occurrence.primitive, fault, client, server_, now);
    case Occurrence::What::end:
      record.kind = RecordKind::fault_ended;
      tank_.write(record, client.index(), fault);
      return end(occurrence.primitive, fault, client, server_, now);
    case Occurrence::What::action: break;
  }
  record.kind = RecordKind::action;
  tank_.write(record, client.index());
  struct {
    void operator()(const plan::FaultUse&) const {}
    void operator()(const plan::PushAction& push) const { world.act_on(push, what, client, now); }
    void operator()(const plan::SendAction& send) const { client.send_chat(send, now); }
    void operator()(const plan::StartAction& start) const { client.start(start.possible, now); }
    void operator()(const plan::StopAction&) const { client.stop(now); }
    void operator()(const plan::DisableAction&) const { client.enable(false, now); }
    void operator()(const plan::EnableAction&) const { client.enable(true, now); }

    World& world;
    const Occurrence& what;
    ClientHost& client;
    Instant now;
  } const act{*this, occurrence, client, now};
  std::visit(act, tank_.plan.timeline[occurrence.event].action);
}

void World::act_on(const plan::PushAction& action, const Occurrence& occurrence, ClientHost& client,
                   Instant now) {
  const MessageKey key{.plan_seed = tank_.plan.seed,
                       .client = client.index(),
                       .event = occurrence.event,
                       .repetition = occurrence.step};
  server_.push(client, messages_of(action, key, tank_.plan.wall_start_ms, now), now);
}

trace::Trace run(const plan::Plan& plan, RunOptions options) {
  return World(plan, options.keep, options.wire).run();
}

}  // namespace fishtank::sim
