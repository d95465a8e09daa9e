#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = Answer{.with = Answer::With::no_address}}};
}

}  // namespace

const FaultSpec& dns_failure() {
  static const FaultSpec spec{
      .name = "dns_failure",
      .layer = Layer::connecting,
      .span = Span::period,
      .about =
          "The name of the server has no address: new connections fail after a "
          "lookup of one round trip. Connections that are open stay open.",
      .in_the_field =
          "The first seconds after a laptop wakes up (SignalR#2411), a "
          "captive portal, an expired domain.",
      .example = "{at: 60s, fault: dns_failure, for: 30s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
