#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = Answer{.with = Answer::With::status,
                               .status = static_cast<std::int32_t>(arguments.number("status"))}}};
}

}  // namespace

const FaultSpec& reject_upgrade() {
  static const FaultSpec spec{
      .name = "reject_upgrade",
      .layer = Layer::connecting,
      .span = Span::period,
      .about = "The WebSocket upgrade is answered with an HTTP status instead of 101.",
      .in_the_field =
          "A load balancer without a healthy backend (502, 503), a rate limit "
          "(429), a missing cookie (401, 403).",
      .parameters = {{.name = "status",
                      .kind = ValueKind::count,
                      .fallback = "503",
                      .about = "The HTTP status; 503 is what a load balancer says while nothing is "
                               "behind it.",
                      .minimum = 300,
                      .maximum = 599}},
      .example = "{at: 60s, fault: reject_upgrade, status: 503, for: 30s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
