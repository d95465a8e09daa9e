#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

std::string_view nonsense(const Arguments& arguments) {
  const bool nothing = arguments.duration("add") == Duration::zero() &&
                       arguments.duration("jitter") == Duration::zero();
  return nothing ? "with neither `add` nor `jitter` nothing arrives later" : "";
}

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = Delay{.direction = arguments.direction("direction"),
                              .add = arguments.duration("add"),
                              .jitter = arguments.duration("jitter")}}};
}

}  // namespace

const FaultSpec& latency() {
  static const FaultSpec spec{
      .name = "latency",
      .layer = Layer::stream,
      .span = Span::period,
      .about = "Bytes arrive later, in order, on top of what the network profile says.",
      .in_the_field =
          "A congested or distant path. When the round trip approaches the "
          "heartbeat timeout, a connection that works is taken for dead.",
      .parameters = {{.name = "add",
                      .kind = ValueKind::duration,
                      .fallback = "200ms",
                      .about = "Later by this, one way; 200 ms makes a continent into an ocean.",
                      .minimum = 0,
                      .maximum = kHour},
                     {.name = "jitter",
                      .kind = ValueKind::duration,
                      .fallback = "0s",
                      .about = "Later by up to so much more, drawn for each write.",
                      .minimum = 0,
                      .maximum = kHour},
                     {.name = "direction",
                      .kind = ValueKind::choice,
                      .fallback = "both",
                      .about = "Which way is slow; both, as distance is.",
                      .choices = kDirections}},
      .example = "{at: 60s, fault: latency, add: 800ms, jitter: 200ms, for: 5m}",
      .nonsense = nonsense,
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
