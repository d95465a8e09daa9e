#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.length = arguments.duration("down"),
           .primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::down}}};
}

}  // namespace

const FaultSpec& restart() {
  static const FaultSpec spec{
      .name = "restart",
      .layer = Layer::server,
      .span = Span::moment,
      .about =
          "The server process goes away and comes back: every connection is cut, new "
          "ones are refused for as long as it is down, and what it held in memory of "
          "sessions is gone.",
      .in_the_field =
          "A deployment or a crash. It meets all clients at the same moment, "
          "and unjittered delays bring them back at the same moment, too "
          "(phoenix#4045).",
      .parameters = {{.name = "down",
                      .kind = ValueKind::duration,
                      .fallback = "5s",
                      .about = "How long until it accepts again; 5 s is a quick deployment.",
                      .minimum = 0,
                      .maximum = kYear}},
      .example = "{at: 60s, fault: restart, down: 20s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
