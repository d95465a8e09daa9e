#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = Blackhole{arguments.direction("direction")}}};
}

}  // namespace

const FaultSpec& partition() {
  static const FaultSpec spec{
      .name = "partition",
      .layer = Layer::stream,
      .span = Span::period,
      .about =
          "Packets of the targets vanish, on every connection, TCP handshakes and "
          "services included. TCP sends them again with doubling timeouts, so after "
          "the end data arrives with the next try: up to as much later as the "
          "partition was long.",
      .in_the_field =
          "A tunnel, a lift, a cable pulled, a route that is gone. One "
          "direction alone is asymmetric routing, or a congested uplink.",
      .parameters = {{.name = "direction",
                      .kind = ValueKind::choice,
                      .fallback = "both",
                      .about = "Which way packets vanish; both, as when the cable is out.",
                      .choices = kDirections}},
      .example = "{at: 60s, fault: partition, direction: both, for: 45s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
