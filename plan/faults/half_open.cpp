#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = Orphan{}}};
}

}  // namespace

const FaultSpec& half_open() {
  static const FaultSpec spec{
      .name = "half_open",
      .layer = Layer::stream,
      .span = Span::period,
      .about =
          "The server's host forgets the open connections and stays silent: what the "
          "client sends is swallowed, and nothing says so. When it is over, the next "
          "packet of the client is answered with a reset. New connections are not "
          "touched.",
      .in_the_field =
          "The server lost power, or a NAT entry in the middle ran out. The "
          "client's socket looks alive for minutes: only a heartbeat that "
          "expects an answer notices (rs-clob-client-v2#99, signalk-js- "
          "client#44).",
      .example = "{at: 60s, fault: half_open, for: 5m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
