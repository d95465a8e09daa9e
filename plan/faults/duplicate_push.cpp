#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {
      {.primitive = DuplicatePushes{.copies = static_cast<std::int32_t>(arguments.number("copies")),
                                    .after = arguments.duration("after")}}};
}

}  // namespace

const FaultSpec& duplicate_push() {
  static const FaultSpec spec{
      .name = "duplicate_push",
      .layer = Layer::server,
      .span = Span::period,
      .about =
          "Each push goes out more than once, with a fresh mid each time. Each is to be "
          "acknowledged, and each message delivered once. A copy that is due after the end is "
          "not sent.",
      .in_the_field =
          "Two nodes of a server that both believe the session to be theirs, an acknowledgement "
          "that came a moment too late. Without deduplication a shop ships the same order twice; "
          "XL looks for the id where it is not and goes by the text (D-10).",
      .parameters = {{.name = "copies",
                      .kind = ValueKind::count,
                      .fallback = "2",
                      .about = "How often each push goes out in all; twice, as two nodes would.",
                      .minimum = 2,
                      .maximum = 100},
                     {.name = "after",
                      .kind = ValueKind::duration,
                      .fallback = "0s",
                      .about = "The time between one and the next; 0 s puts them side by side.",
                      .minimum = 0,
                      .maximum = kHour}},
      .example = "{at: 60s, fault: duplicate_push, copies: 3, after: 2s, for: 5m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
