#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::expire_token}}};
}

}  // namespace

const FaultSpec& expire_token() {
  static const FaultSpec spec{
      .name = "expire_token",
      .layer = Layer::server,
      .span = Span::moment,
      .about =
          "The token of the session is no longer good: nothing is pushed on it, and "
          "`/reg` with it is refused.",
      .in_the_field =
          "A token lives about a day; cookies renewed elsewhere end it early. "
          "A client that keeps it over a reconnect comes back with the same "
          "bad token (D-3).",
      .example = "{at: 60s, fault: expire_token}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
