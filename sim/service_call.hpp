#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "core/identity.hpp"
#include "core/input.hpp"
#include "server_mock/server.hpp"
#include "sim/scheduler.hpp"
#include "sim/tank.hpp"
#include "stage/path.hpp"

namespace fishtank::sim {

class ServiceDesk;

/// Who asks a service.
class ServiceCaller {
 public:
  virtual ~ServiceCaller() = default;

  virtual const core::Identity& identity() const = 0;
  virtual stage::Path& path() = 0;

  /// The answer came; `answer.delay` has passed.
  virtual void answered(core::CallId call, server_mock::ServiceKind kind,
                        const server_mock::ServiceAnswer& answer, Instant now) = 0;

  /// A fault made a difference to this client.
  virtual void touched(FaultId fault, Instant now) = 0;
};

/// One HTTP request of a client and its answer: a new connection (two round trips for TCP and TLS),
/// the request, the service's time, the answer. Packets that vanish are tried again as TCP does.
class ServiceCall final : public Actor {
 public:
  explicit ServiceCall(ServiceDesk& desk) : Actor(Rank::data), desk_(desk) {}

  void begin(ServiceCaller& caller, server_mock::ServiceKind kind, core::CallId call, Instant now);
  void cancel();

  bool busy() const { return caller_ != nullptr; }
  const ServiceCaller* caller() const { return caller_; }

  void act(Instant now) override;

 private:
  enum class Stage : std::uint8_t { dialling, asking, served, answering };

  ServiceCaller& end();
  bool lost(Instant now);
  void go(Stage stage, Instant at);
  void ask(Instant now);
  void finish(Instant now);
  Duration way(plan::Direction direction, Instant now);

  ServiceDesk& desk_;
  ServiceCaller* caller_ = nullptr;
  server_mock::ServiceKind kind_{};
  core::CallId call_{};
  Stage stage_ = Stage::dialling;
  Instant begun_{};  ///< the first try of the present stage
  server_mock::ServiceAnswer answer_;
};

/// The token, cookie and login services, beside the server that owns them.
class ServiceDesk {
 public:
  ServiceDesk(Tank& tank, server_mock::XianyuServer& server) : tank_(tank), server_(server) {}

  void call(ServiceCaller& caller, server_mock::ServiceKind kind, core::CallId call, Instant now);

  /// The caller hangs up all its calls.
  void cancel(const ServiceCaller& caller);

 private:
  friend class ServiceCall;

  server_mock::ServiceAnswer serve(const ServiceCaller& caller, server_mock::ServiceKind kind,
                                   Instant now);
  server_mock::ServiceAnswer serve_text(const core::Identity& who, server_mock::ServiceKind kind,
                                        Instant now);

  Tank& tank_;
  server_mock::XianyuServer& server_;
  std::deque<ServiceCall> calls_;   ///< addresses stay
  std::vector<ServiceCall*> idle_;  ///< those to be used again
};

}  // namespace fishtank::sim
