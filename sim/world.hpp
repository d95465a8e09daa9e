#pragma once

#include <deque>

#include "plan/plan.hpp"
#include "sim/client_host.hpp"
#include "sim/run.hpp"
#include "sim/scheduler.hpp"
#include "sim/server_host.hpp"
#include "sim/service_call.hpp"
#include "sim/stream.hpp"
#include "sim/tank.hpp"
#include "stage/timeline.hpp"
#include "trace/recorder.hpp"

namespace fishtank::sim {

/// One plan come alive: the clients, the server, the water between them, and the timeline that
/// disturbs it. Everything happens in one thread and one clock.
class World final : private Actor {
 public:
  World(const plan::Plan& plan, const RunOptions& options);

  /// To the end of the plan, and then, with every fault healed, until every client has converged or
  /// should have (trace/convergence.hpp). Called once.
  trace::Trace run();

  /// Whether nothing of any fault is at work: what the world comes to when all have ended.
  bool healed() const;

 private:
  void act(Instant now) override;
  void converge(Instant now);
  void wake();

  Tank tank_;
  ServerHost server_;
  StreamPool streams_;
  ServiceDesk services_;
  std::deque<ClientHost> clients_;  ///< addresses stay
  stage::Timeline timeline_;
};

}  // namespace fishtank::sim
