#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

std::string_view nonsense(const Arguments& arguments) {
  return arguments.duration("by") == Duration::zero() ? "a jump by nothing is no jump" : "";
}

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = JumpClock{arguments.duration("by")}}};
}

}  // namespace

const FaultSpec& wall_clock_jump() {
  static const FaultSpec spec{
      .name = "wall_clock_jump",
      .layer = Layer::client_host,
      .span = Span::moment,
      .about =
          "The calendar of the client's host jumps. The monotonic clock does not, so "
          "no timer may move; what is measured by the calendar (ages of messages, "
          "mids) does.",
      .in_the_field =
          "NTP corrects a clock that was off, a virtual machine resumes, "
          "somebody sets the time. Messages suddenly look older than the "
          "expiry or come from the future.",
      .parameters = {{.name = "by",
                      .kind = ValueKind::duration,
                      .about = "How far, negative for back. Must be given: the direction decides "
                               "what breaks.",
                      .minimum = -kYear,
                      .maximum = kYear}},
      .example = "{at: 60s, fault: wall_clock_jump, by: -1h}",
      .nonsense = nonsense,
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
