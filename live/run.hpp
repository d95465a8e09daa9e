#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "live/driver.hpp"
#include "net/loop.hpp"
#include "net/web_socket_server.hpp"
#include "plan/plan.hpp"
#include "trace/histogram.hpp"
#include "trace/recorder.hpp"

namespace fishtank::live {

struct RunOptions {
  trace::Keep keep = trace::Keep::last;
  Pace pace;
  std::optional<net::TlsFiles> tls;  ///< wss and https; none: ws and http
};

/// A finished live run.
struct Outcome {
  trace::Trace trace;
  trace::Histogram lateness;  ///< of alarms, real ns: what the machine cost (Pace::waits)
};

/// Whether the plan has a fault that only wss shows: it is to be run with RunOptions::tls.
bool needs_tls(const plan::Plan& plan);

/// One plan on real sockets: its clients, the server and a proxy between each and it, on loopback,
/// in one thread. Several may run in one loop at once.
class Run {
 public:
  /// Begins when the loop runs. `done` is called once, from the loop; it may not destroy the run.
  /// The plan outlives it. std::system_error: a port cannot be had.
  Run(net::Loop& loop, const plan::Plan& plan, const RunOptions& options,
      std::function<void(Outcome)> done);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

 private:
  class World;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<World> world_;
  net::Timer begin_;
};

/// Runs one plan to its end.
Outcome run(const plan::Plan& plan, const RunOptions& options);

}  // namespace fishtank::live
