#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::kick}}};
}

}  // namespace

const FaultSpec& kick() {
  static const FaultSpec spec{
      .name = "kick",
      .layer = Layer::server,
      .span = Span::moment,
      .about =
          "The server says that the session is over (`/push/kickout`) and delivers "
          "nothing more on it. The socket stays open.",
      .in_the_field =
          "The same account logged in elsewhere, or too many sessions. XL, "
          "XAA and GFC acknowledge it or do not even that, and go on "
          "heartbeating a dead session (D-15).",
      .example = "{at: 60s, fault: kick}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
