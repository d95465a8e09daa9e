#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = AcceptRate{arguments.number("limit")}}};
}

}  // namespace

const FaultSpec& accept_rate() {
  static const FaultSpec spec{
      .name = "accept_rate",
      .layer = Layer::server,
      .span = Span::period,
      .about =
          "The server accepts only so many WebSocket upgrades in any second, counted over all "
          "targets together. Whoever comes when the second is full is answered with HTTP status "
          "503 at once. Connections that are open stay open.",
      .in_the_field =
          "A load balancer that sheds load. After a restart all clients come back at once; "
          "without jitter those that were turned away come back at once again, and the herd "
          "drains at the server's rate for many rounds (phoenix#4045, da-live#955).",
      .parameters = {{.name = "limit",
                      .kind = ValueKind::count,
                      .about = "So many in any second. Must be given: what is little depends on "
                               "the number of clients.",
                      .minimum = 1,
                      .maximum = 1'000'000}},
      .example = "{at: 60s, fault: accept_rate, limit: 100, for: 5m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
