#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = Answer{.with = Answer::With::silence}}};
}

}  // namespace

const FaultSpec& accept_silent() {
  static const FaultSpec spec{
      .name = "accept_silent",
      .layer = Layer::connecting,
      .span = Span::period,
      .about =
          "TCP opens, but the WebSocket upgrade is never answered. Connections that "
          "are open stay open.",
      .in_the_field =
          "An overloaded proxy or a server whose event loop hangs. Clients "
          "whose time limit covers TCP only wait in CONNECTING forever "
          "(bun#35167, PlugFox/ws#24, nv-websocket-client#64); the Python "
          "client library gives up after 20 s with an empty message "
          "(protocol.md 1).",
      .example = "{at: 60s, fault: accept_silent, for: 2m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
