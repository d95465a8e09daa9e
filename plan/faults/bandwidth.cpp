#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = Limit{.direction = arguments.direction("direction"),
                              .bytes_per_second = arguments.number("limit")}}};
}

}  // namespace

const FaultSpec& bandwidth() {
  static const FaultSpec spec{
      .name = "bandwidth",
      .layer = Layer::stream,
      .span = Span::period,
      .about = "No more than so many bytes a second pass; the rest waits its turn.",
      .in_the_field =
          "A metered or shared line, a throttled phone contract. Small "
          "heartbeats wait behind a large message and come too late.",
      .parameters = {{.name = "limit",
                      .kind = ValueKind::bytes_per_second,
                      .about = "The rate. Must be given: what is little depends on the traffic.",
                      .minimum = 1},
                     {.name = "direction",
                      .kind = ValueKind::choice,
                      .fallback = "both",
                      .about = "Which way is narrow; both, as a throttled contract is.",
                      .choices = kDirections}},
      .example = "{at: 60s, fault: bandwidth, limit: 2KiB/s, direction: down, for: 5m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
