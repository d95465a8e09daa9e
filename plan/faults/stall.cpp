#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = Hold{arguments.direction("direction")}}};
}

}  // namespace

const FaultSpec& stall() {
  static const FaultSpec spec{
      .name = "stall",
      .layer = Layer::stream,
      .span = Span::period,
      .about =
          "Bytes wait where they are and arrive, in order, when it is over. Nothing "
          "is lost and no connection ends; with `up`, the buffers fill and sending "
          "blocks.",
      .in_the_field =
          "A stuck proxy, an overloaded middlebox, a peer that stopped "
          "reading. Afterwards everything comes at once, which is when "
          "overdue timers and waiting data race (centrifuge-js#423).",
      .parameters = {{.name = "direction",
                      .kind = ValueKind::choice,
                      .fallback = "both",
                      .about = "Which way nothing moves; both, as when the box between hangs.",
                      .choices = kDirections}},
      .example = "{at: 60s, fault: stall, direction: down, for: 40s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
