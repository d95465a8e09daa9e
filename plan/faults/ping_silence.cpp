#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::ping_silence}}};
}

}  // namespace

const FaultSpec& ping_silence() {
  static const FaultSpec spec{
      .name = "ping_silence",
      .layer = Layer::server,
      .span = Span::period,
      .about =
          "Heartbeats are not answered. Everything else lives: the socket, WebSocket "
          "Pings, pushes, other requests.",
      .in_the_field =
          "The heartbeat handler of a server hangs or a gateway lost its "
          "backend. Clients that take any traffic for an answer do not notice "
          "(D-5), and XL never compares the age of the last answer with its "
          "limit at all (D-1).",
      .example = "{at: 60s, fault: ping_silence, for: 70s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
