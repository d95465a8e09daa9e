#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "plan/plan.hpp"
#include "sim/agenda.hpp"
#include "sim/client_host.hpp"
#include "sim/scheduler.hpp"
#include "sim/server_host.hpp"
#include "sim/service_call.hpp"
#include "sim/stream.hpp"
#include "sim/tank.hpp"
#include "trace/recorder.hpp"

namespace fishtank::sim {

/// One plan come alive: the clients, the server, the water between them, and the timeline that
/// disturbs it. Everything happens in one thread and one clock.
class World final : private Actor {
 public:
  World(const plan::Plan& plan, trace::Keep keep, bool wire);

  /// To the end of the plan, and then, with every fault healed, until every client has converged or
  /// should have (trace/convergence.hpp). Called once.
  trace::Trace run();

  /// Whether nothing of any fault is at work: what the world comes to when all have ended.
  bool healed() const;

 private:
  void act(Instant now) override;
  void heal(Instant now);
  void converge(Instant now);
  void carry_out(const Occurrence& occurrence, Instant now);
  void carry_out(const Occurrence& occurrence, ClientHost& client, Instant now);
  void act_on(const plan::PushAction& action, const Occurrence& occurrence, ClientHost& client,
              Instant now);
  void wake();

  template <typename Apply>
  void for_each(const plan::Targets& targets, Apply apply);

  Tank tank_;
  ServerHost server_;
  StreamPool streams_;
  ServiceDesk services_;
  std::deque<ClientHost> clients_;  ///< addresses stay
  std::vector<Occurrence> agenda_;
  std::size_t next_ = 0;             ///< on the agenda
  std::vector<Occurrence> at_work_;  ///< steps of faults that have begun and not ended
};

}  // namespace fishtank::sim
