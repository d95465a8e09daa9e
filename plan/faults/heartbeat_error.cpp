#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {
      {.primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::heartbeat_error,
                                    .code = static_cast<std::int32_t>(arguments.number("code"))}}};
}

}  // namespace

const FaultSpec& heartbeat_error() {
  static const FaultSpec spec{
      .name = "heartbeat_error",
      .layer = Layer::server,
      .span = Span::period,
      .about = "Heartbeats are answered, but with an error code instead of 200.",
      .in_the_field =
          "A session that the server no longer knows, or an overloaded "
          "backend. An answer with another code is no sign of life for the "
          "session.",
      .parameters = {{.name = "code",
                      .kind = ValueKind::count,
                      .fallback = "500",
                      .about = "The code of the answer; 500 is a backend in trouble, 401 a session "
                               "that is over.",
                      .minimum = 201,
                      .maximum = 999}},
      .example = "{at: 60s, fault: heartbeat_error, code: 401, for: 70s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
