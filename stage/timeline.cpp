#include "stage/timeline.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "stage/faults_at_work.hpp"
#include "stage/messages.hpp"
#include "stage/people.hpp"

namespace fishtank::stage {

using trace::RecordKind;

Timeline::Timeline(Tank& tank, ServerHost& server)
    : tank_(tank), server_(server), agenda_(agenda(tank.plan)) {}

Instant Timeline::next() const { return next_ < agenda_.size() ? agenda_[next_].at : core::kNever; }

void Timeline::run(Instant now) {
  while (next_ < agenda_.size() && agenda_[next_].at <= now) carry_out(agenda_[next_++], now);
}

void Timeline::wait() { waiting_ = std::exchange(agenda_, {}); }

void Timeline::set_out(Instant now) {
  for (Occurrence& one : waiting_) one.at += now - core::kStart;
  schedule(std::exchange(waiting_, {}));
}

void Timeline::inject(std::uint32_t event, Instant now) {
  schedule(agenda_of(tank_.plan, event, now));
  run(now);
}

void Timeline::schedule(const std::vector<Occurrence>& more) {
  agenda_.insert(agenda_.end(), more.begin(), more.end());
  const auto to_come = agenda_.begin() + static_cast<std::ptrdiff_t>(next_);
  std::stable_sort(to_come, agenda_.end(), comes_before);
}

void Timeline::end_step(Occurrence step, Instant now) {
  step.what = Occurrence::What::end;
  step.lasts = false;
  carry_out(step, now);
}

void Timeline::heal(std::uint32_t event, Instant now) {
  const auto is_its = [event](const Occurrence& step) { return step.event == event; };
  const auto waiting = agenda_.begin() + static_cast<std::ptrdiff_t>(next_);
  agenda_.erase(std::remove_if(waiting, agenda_.end(), is_its), agenda_.end());
  for (const Occurrence& step : std::vector<Occurrence>(at_work_)) {
    if (is_its(step)) end_step(step, now);
  }
}

void Timeline::heal(Instant now) {
  next_ = agenda_.size();
  for (const Occurrence& step : std::exchange(at_work_, {})) end_step(step, now);
}

std::vector<std::uint32_t> Timeline::at_work() const {
  std::vector<std::uint32_t> events;
  std::set<std::uint32_t> looked_at;
  for (const Occurrence& step : at_work_) {
    if (looked_at.insert(step.event).second) events.push_back(step.event);
  }
  // What has later steps to come and not its first one has begun: a flap between two rounds.
  for (std::size_t index = next_; index < agenda_.size(); ++index) {
    const Occurrence& step = agenda_[index];
    if (step.what != Occurrence::What::begin || !looked_at.insert(step.event).second) continue;
    if (step.step > 0) events.push_back(step.event);
  }
  return events;
}

template <typename Apply>
void Timeline::for_each(const plan::Targets& targets, Apply apply) {
  if (targets.empty()) {
    for (Subject* client : clients_) apply(*client);
  } else {
    for (const std::uint32_t target : targets) apply(*clients_[target]);
  }
}

void Timeline::carry_out(const Occurrence& occurrence, Instant now) {
  if (occurrence.lasts) at_work_.push_back(occurrence);
  if (occurrence.what == Occurrence::What::end) {
    std::erase_if(at_work_, [&](const Occurrence& step) {
      return step.event == occurrence.event && step.step == occurrence.step;
    });
  }
  const plan::Event& event = tank_.plan.timeline[occurrence.event];
  for_each(event.targets, [&](Subject& client) { carry_out(occurrence, client, now); });
}

void Timeline::carry_out(const Occurrence& occurrence, Subject& client, Instant now) {
  const FaultId fault = fault_id(occurrence.event);
  trace::Record record{.a = occurrence.event, .b = occurrence.step};
  switch (occurrence.what) {
    case Occurrence::What::begin:
      record.kind = RecordKind::fault_started;
      tank_.write(record, now, client.index(), fault);
      return begin(occurrence.primitive, fault, client, server_, now);
    case Occurrence::What::end:
      record.kind = RecordKind::fault_ended;
      tank_.write(record, now, client.index(), fault);
      return end(occurrence.primitive, fault, client, server_, now);
    case Occurrence::What::action:
      record.kind = RecordKind::action;
      tank_.write(record, now, client.index());
      return act(occurrence, client, now);
  }
}

void Timeline::act(const Occurrence& occurrence, Subject& client, Instant now) {
  struct {
    void operator()(const plan::FaultUse&) const {}
    void operator()(const plan::PushAction& push) const { timeline.push(push, what, client, now); }
    void operator()(const plan::SendAction& send) const { client.send_chat(send, now); }
    void operator()(const plan::StartAction& start) const { client.start(start.possible, now); }
    void operator()(const plan::StopAction&) const { client.stop(now); }
    void operator()(const plan::DisableAction&) const { client.enable(false, now); }
    void operator()(const plan::EnableAction&) const { client.enable(true, now); }

    Timeline& timeline;
    const Occurrence& what;
    Subject& client;
    Instant now;
  } const act{*this, occurrence, client, now};
  std::visit(act, tank_.plan.timeline[occurrence.event].action);
}

void Timeline::push(const plan::PushAction& action, const Occurrence& occurrence, Subject& client,
                    Instant now) {
  const MessageKey key{.plan_seed = tank_.plan.seed,
                       .client = client.index(),
                       .event = occurrence.event,
                       .repetition = occurrence.step};
  server_.push(client.index(), client.user(),
               package_of(action, key, tank_.plan.wall_start_ms, now), now);
}

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

core::Seed jitter_of(const plan::Plan& plan, std::uint32_t index) {
  return core::derive(plan.seed, "client/jitter", index);
}

Instant start_of(const plan::Client& client, std::int32_t member) {
  return core::kStart + client.start_at + client.start_spread / client.count * member;
}

}  // namespace fishtank::stage
