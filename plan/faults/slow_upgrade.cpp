#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = Answer{.with = Answer::With::slowness, .by = arguments.duration("by")}}};
}

}  // namespace

const FaultSpec& slow_upgrade() {
  static const FaultSpec spec{
      .name = "slow_upgrade",
      .layer = Layer::connecting,
      .span = Span::period,
      .about = "The WebSocket upgrade is answered correctly, but late.",
      .in_the_field =
          "A server that starts cold, or an authentication service behind it "
          "that is slow. Longer than the client's own limit, it shows whether "
          "the late answer opens a connection nobody wants any more (glowing- "
          "bear#1309).",
      .parameters = {{.name = "by",
                      .kind = ValueKind::duration,
                      .about = "How much later the answer comes. Must be given: whether it exceeds "
                               "the limit is the point.",
                      .minimum = kNanosecond,
                      .maximum = kHour}},
      .example = "{at: 0s, fault: slow_upgrade, by: 8s, for: 1m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
