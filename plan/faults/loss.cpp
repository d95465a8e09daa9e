#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive =
               Lose{.direction = arguments.direction("direction"),
                    .parts_per_million = static_cast<std::uint32_t>(arguments.number("rate"))}}};
}

}  // namespace

const FaultSpec& loss() {
  static const FaultSpec spec{
      .name = "loss",
      .layer = Layer::stream,
      .span = Span::period,
      .about =
          "A share of the TCP segments is lost. The application never misses a byte: "
          "it sees the delay of the retransmission, doubling when the same segment "
          "is lost again.",
      .in_the_field =
          "Weak radio, an overloaded link. A few percent are unpleasant; "
          "above 20 % heartbeats begin to miss their deadlines.",
      .parameters = {{.name = "rate",
                      .kind = ValueKind::percent,
                      .about = "The share of segments that is lost. Must be given: it is the whole "
                               "fault.",
                      .minimum = 1,
                      .maximum = 1'000'000},
                     {.name = "direction",
                      .kind = ValueKind::choice,
                      .fallback = "both",
                      .about = "Which way segments are lost; both, as radio loses them.",
                      .choices = kDirections}},
      .example = "{at: 60s, fault: loss, rate: 5%, for: 5m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
