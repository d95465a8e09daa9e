#include "plan/fault.hpp"
#include "plan/faults/common.hpp"
#include "plan/faults/service_fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = service_behaviour(Service::cookie, arguments)}};
}

}  // namespace

const FaultSpec& cookie_service() {
  static const FaultSpec spec{
      .name = "cookie_service",
      .layer = Layer::services,
      .span = Span::period,
      .about =
          "The cookie refresh answers otherwise, or later. Heartbeat is paused "
          "meanwhile in `xianyu-live`.",
      .in_the_field =
          "A browser that hangs, a session that is over. A refresh that "
          "pauses the heartbeat for minutes is itself a threat to the "
          "connection.",
      .parameters = {{.name = "outcome",
                      .kind = ValueKind::choice,
                      .fallback = "failure",
                      .about = "What it answers; `unchanged` is only slow.",
                      .choices = kOutcomes},
                     {.name = "by",
                      .kind = ValueKind::duration,
                      .fallback = "0s",
                      .about = "How much later each answer comes, whatever it is.",
                      .minimum = 0,
                      .maximum = kHour}},
      .example = "{at: 0s, fault: cookie_service, outcome: no_answer, for: 30m}",
      .nonsense = service_unchanged,
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
