#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::mute}}};
}

}  // namespace

const FaultSpec& mute() {
  static const FaultSpec spec{
      .name = "mute",
      .layer = Layer::server,
      .span = Span::period,
      .about =
          "The server sends nothing at all, not even Pongs; what it receives it "
          "reads. The socket stays open.",
      .in_the_field =
          "A server process that hangs with its sockets open. A WebSocket "
          "keepalive notices this one (after 40 s by default), a heartbeat "
          "too.",
      .example = "{at: 60s, fault: mute, for: 2m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
