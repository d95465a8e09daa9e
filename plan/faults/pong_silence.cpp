#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::pong_silence}}};
}

}  // namespace

const FaultSpec& pong_silence() {
  static const FaultSpec spec{
      .name = "pong_silence",
      .layer = Layer::websocket,
      .span = Span::period,
      .about =
          "WebSocket Pings are not answered. Everything else lives: heartbeats, pushes, requests, "
          "close frames. Only clients with a keepalive of their own (`keepalive.interval`) ever "
          "meet it.",
      .in_the_field =
          "A gateway that passes text frames and swallows control frames. The library of XL, XAA "
          "and CVC gives a healthy connection up with 1011 after 20 s without a Pong (protocol.md "
          "1); WSU and GFC never ping and never notice.",
      .example = "{at: 60s, fault: pong_silence, for: 2m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
