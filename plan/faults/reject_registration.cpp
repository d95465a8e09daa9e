#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::reject_registration,
                                        .code = static_cast<std::int32_t>(arguments.number("code")),
                                        .reason = arguments.text("reason")}}};
}

}  // namespace

const FaultSpec& reject_registration() {
  static const FaultSpec spec{
      .name = "reject_registration",
      .layer = Layer::server,
      .span = Span::period,
      .about = "`/reg` is answered with an error code and a reason. The socket stays open.",
      .in_the_field =
          "A token that belongs to another device, or too many sessions "
          "(protocol.md 4.5). XL and XAA never look at the answer and believe "
          "themselves connected (D-12).",
      .parameters = {{.name = "code",
                      .kind = ValueKind::count,
                      .fallback = "401",
                      .about = "The code of the answer; 401 is what the real server says.",
                      .minimum = 201,
                      .maximum = 999},
                     {.name = "reason",
                      .kind = ValueKind::text,
                      .fallback = "device id or appkey is not equal",
                      .about = "The reason in the answer's body, for a client that reads it; as "
                               "the real server words a token of another device. `connect limit` "
                               "says that there are too many sessions.",
                      .maximum = 200}},
      .example = "{at: 0s, fault: reject_registration, code: 401, for: 1m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
