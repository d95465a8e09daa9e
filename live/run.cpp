#include "live/run.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "live/client_host.hpp"
#include "live/server_host.hpp"
#include "stage/agenda.hpp"
#include "stage/timeline.hpp"

namespace fishtank::live {

using stage::FaultId;
using With = plan::Answer::With;

bool needs_tls(const plan::Plan& plan) {
  return std::ranges::any_of(stage::agenda(plan), [](const stage::Occurrence& step) {
    const auto* answer = std::get_if<plan::Answer>(&step.primitive);
    return answer != nullptr && answer->with == With::tls_failure;
  });
}

namespace {

net::ServerOptions server_options(const RunOptions& options) {
  constexpr std::size_t kLongestFrame = 64 * 1024 * 1024;  // oversize_frame's limit
  net::ServerOptions result;
  result.tls = options.tls;
  result.limits.buffered += kLongestFrame;
  return result;
}

}  // namespace

// ---- the world -------------------------------------------------------------------------------

class Run::World final : private Alarm, private Visitors {
 public:
  World(net::Loop& loop, Driver& driver, const plan::Plan& plan, const RunOptions& options,
        std::function<void(Outcome)> done);

 private:
  void act(Instant now) override;
  void wake();
  void end_plan(Instant now);
  void converge(Instant now, Instant latest);
  void finish(Instant now);
  void add_client(net::Loop& loop, const Harbour& harbour, const plan::Client& group,
                  const core::Shared<core::Policy>& policy, std::int32_t member);

  // Visitors
  std::uint32_t client_of(const core::UserId& user) override;
  std::optional<int> refusal(std::uint32_t client) override;
  void touch(std::uint32_t client, FaultId fault, Instant now) override {
    clients_[client]->touch(fault, now);
  }
  void touch(const core::UserId& user, FaultId fault, Instant now) override {
    touch(client_of(user), fault, now);
  }
  void server_writes(std::uint32_t client, Instant now) override {
    clients_[client]->server_writes(now);
  }
  void server_closes(std::uint32_t client, FaultId fault) override {
    clients_[client]->ends_by(fault);
  }

  Driver& driver_;
  trace::Recorder recorder_;
  stage::Tank tank_;
  ServerHost server_;
  std::vector<std::unique_ptr<ClientHost>> clients_;
  std::map<core::UserId, std::uint32_t> client_of_user_;
  stage::Timeline timeline_;
  Chores chores_;
  std::function<void(Outcome)> done_;
};

Run::World::World(net::Loop& loop, Driver& driver, const plan::Plan& plan,
                  const RunOptions& options, std::function<void(Outcome)> done)
    : Alarm(driver, Rank::timeline),
      driver_(driver),
      recorder_(plan, options.keep),
      tank_(plan, recorder_),
      server_(loop, driver, server_options(options), tank_, *this),
      timeline_(tank_, server_),
      chores_(driver),
      done_(std::move(done)) {
  const Harbour harbour{.port = server_.port(), .tls = options.tls.has_value()};
  for (const plan::Client& group : plan.clients) {
    const core::Shared<core::Policy> policy(group.policy);
    for (std::int32_t member = 0; member < group.count; ++member) {
      add_client(loop, harbour, group, policy, member);
    }
  }
  std::vector<stage::Subject*> hosts;
  for (const auto& client : clients_) hosts.push_back(client.get());
  timeline_.know(std::move(hosts));
  chores_.at(core::kStart + plan.duration, [this](Instant now) { end_plan(now); });
  wake();
}

void Run::World::add_client(net::Loop& loop, const Harbour& harbour, const plan::Client& group,
                            const core::Shared<core::Policy>& policy, std::int32_t member) {
  const auto index = static_cast<std::uint32_t>(clients_.size());
  auto& client = *clients_.emplace_back(
      std::make_unique<ClientHost>(loop, driver_, harbour, tank_, index, group, policy,
                                   stage::identity_of(tank_.plan, group, index)));
  client_of_user_[client.user()] = index;
  client.know(
      {.send_raw = [this, index](std::string_view bytes) { return server_.send_raw(index, bytes); },
       .answers_close = [this, index](Instant now) { return server_.answers_close(index, now); }});
  if (group.starts) client.start_at(stage::start_of(group, member));
}

// ---- time ------------------------------------------------------------------------------------

void Run::World::wake() { driver_.set(*this, timeline_.next()); }

void Run::World::act(Instant now) {
  timeline_.run(now);
  wake();
}

void Run::World::end_plan(Instant now) {
  tank_.write({.kind = trace::RecordKind::run_ended}, now, trace::kNoClient);
  recorder_.end_of_plan(now);
  if (recorder_.converged()) return finish(now);
  timeline_.heal(now);
  wake();
  converge(now, now + recorder_.convergence_bound());
}

/// Until all clients have converged, or should have.
void Run::World::converge(Instant now, Instant latest) {
  constexpr Duration kLook = core::seconds(1);
  if (now >= latest || recorder_.converged()) return finish(now);
  chores_.at(std::min(now + kLook, latest),
             [this, latest](Instant then) { converge(then, latest); });
}

void Run::World::finish(Instant now) {
  done_({.trace = recorder_.finish(now), .lateness = driver_.lateness()});
}

// ---- the visitors ----------------------------------------------------------------------------

std::uint32_t Run::World::client_of(const core::UserId& user) {
  const auto known = client_of_user_.find(user);
  return known == client_of_user_.end() ? 0 : known->second;  // only ours come
}

std::optional<int> Run::World::refusal(std::uint32_t client) {
  const auto met = clients_[client]->path().met();
  if (!met || met->answer.with != With::status) return std::nullopt;
  return met->answer.status;
}

// ---- the run ---------------------------------------------------------------------------------

Run::Run(net::Loop& loop, const plan::Plan& plan, const RunOptions& options,
         std::function<void(Outcome)> done)
    : driver_(std::make_unique<Driver>(loop, options.pace)),
      world_(std::make_unique<World>(loop, *driver_, plan, options, std::move(done))),
      begin_(loop, [this] { driver_->start(); }) {
  begin_.set(net::Clock::now());
}

Run::~Run() = default;

Outcome run(const plan::Plan& plan, const RunOptions& options) {
  net::Loop loop;
  std::optional<Outcome> outcome;
  const Run one(loop, plan, options, [&](Outcome result) {
    outcome = std::move(result);
    loop.stop();
  });
  loop.run();
  return *std::move(outcome);
}

}  // namespace fishtank::live
