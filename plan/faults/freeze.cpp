#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = Freeze{}}};
}

}  // namespace

const FaultSpec& freeze() {
  static const FaultSpec spec{
      .name = "freeze",
      .layer = Layer::client_host,
      .span = Span::period,
      .about =
          "The client's process stands still: it sees nothing and no timer of it "
          "runs, while its kernel goes on taking data. When it is over, data that "
          "waited and timers that are overdue are there at once; `wake_order` of the "
          "scenario says which it sees first.",
      .in_the_field =
          "A suspended laptop, a phone in the pocket, SIGSTOP, a long garbage "
          "collection, a blocked event loop (D-19). The overdue timer that "
          "fires before the waiting data kills a healthy link (centrifuge- "
          "js#423).",
      .example = "{at: 60s, fault: freeze, for: 50s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
