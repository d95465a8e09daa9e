#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "live/guest.hpp"
#include "plan/plan.hpp"
#include "stage/observer.hpp"
#include "trace/recorder.hpp"

namespace fishtank::live {

/// Whoever watches a visit as it happens.
struct Spectator {
  std::function<void(const trace::Record&)> record;
  Guest::Remark remark;
  stage::Observer* observer = nullptr;  ///< sees every call of the core; null: nobody does
};

struct VisitOptions {
  Address address;
  std::optional<Duration> length;  ///< it stops then by itself; none: when it is asked to
};

/// What came of a visit.
struct Visited {
  trace::Trace trace;           ///< with the violations that a client alone can tell
  std::uint32_t delivered = 0;  ///< messages that reached the application
  trace::Histogram lateness;    ///< of the machine's timers, ns
};

/// Runs the plan's one client against a server somewhere, in real time, until the length is over,
/// the process is asked to stop (net::StopSignals), or nothing can come of it any more (FAILED for
/// good). Then the client is stopped as its policy says; a second request to stop ends it at once.
/// std::invalid_argument: see check().
Visited visit(const plan::Plan& plan, const VisitOptions& options, const Spectator& spectator);

}  // namespace fishtank::live
