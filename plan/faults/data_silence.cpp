#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::data_silence}}};
}

}  // namespace

const FaultSpec& data_silence() {
  static const FaultSpec spec{
      .name = "data_silence",
      .layer = Layer::server,
      .span = Span::period,
      .about = "Heartbeats and requests are answered, but no push is delivered.",
      .in_the_field =
          "The session's token ran out on a live socket: the real server "
          "keeps answering `/!` and delivers no messages (protocol.md 4.5). "
          "No heartbeat can notice; only a token refresh, or expecting data, "
          "can.",
      .example = "{at: 60s, fault: data_silence, for: 10m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
