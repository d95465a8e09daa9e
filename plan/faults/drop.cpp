#include <array>

#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

constexpr std::array<std::string_view, 2> kHow{"reset", "fin"};

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = Cut{arguments.text("how") == "fin" ? Cut::How::fin : Cut::How::reset}}};
}

}  // namespace

const FaultSpec& drop() {
  static const FaultSpec spec{
      .name = "drop",
      .layer = Layer::stream,
      .span = Span::moment,
      .about =
          "The open connections of the targets end at once, without a WebSocket "
          "close frame. New ones are accepted.",
      .in_the_field =
          "The everyday loss: a mobile network changes cells, a NAT or load "
          "balancer restarts, a process is killed. A reset and an end of "
          "stream take different paths through most clients, and both are an "
          "unexpected close.",
      .parameters = {{.name = "how",
                      .kind = ValueKind::choice,
                      .fallback = "reset",
                      .about = "`reset`: a RST, as from a host that lost its state; `fin`: an "
                               "orderly end of stream, as from a process that ended.",
                      .choices = kHow}},
      .example = "{at: 60s, fault: drop, how: reset}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
