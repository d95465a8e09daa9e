#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = Answer{.with = Answer::With::nothing}}};
}

}  // namespace

const FaultSpec& connect_blackhole() {
  static const FaultSpec spec{
      .name = "connect_blackhole",
      .layer = Layer::connecting,
      .span = Span::period,
      .about =
          "SYN packets vanish: a new connection is neither accepted nor refused, and "
          "the attempt ends with the client's own limit. Connections that are open "
          "stay open.",
      .in_the_field =
          "A firewall that drops, a wrong route, a network that is just gone. "
          "A limit for one phase only does not help against it: one deadline "
          "must span the whole attempt.",
      .example = "{at: 0s, fault: connect_blackhole, for: 2m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
