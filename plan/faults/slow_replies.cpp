#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::slow_replies,
                                        .by = arguments.duration("by")}}};
}

}  // namespace

const FaultSpec& slow_replies() {
  static const FaultSpec spec{
      .name = "slow_replies",
      .layer = Layer::server,
      .span = Span::period,
      .about =
          "Every answer of the server comes later: to heartbeats, registration and "
          "requests.",
      .in_the_field =
          "A backend under load. The first slow answer comes an interval and "
          "`by` after the last quick one, so a client with interval 15 s and "
          "timeout 30 s bears 15 s less a round trip.",
      .parameters = {{.name = "by",
                      .kind = ValueKind::duration,
                      .about = "How much later. Must be given: below or above the timeout is the "
                               "point.",
                      .minimum = kNanosecond,
                      .maximum = kHour}},
      .example = "{at: 60s, fault: slow_replies, by: 25s, for: 3m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
