#include "plan/fault.hpp"
#include "plan/spelling.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = Flood{.of = from_word<Flood::Of>(arguments.text("of")),
                              .per_second = arguments.number("rate")}}};
}

}  // namespace

const FaultSpec& flood() {
  static const FaultSpec spec{
      .name = "flood",
      .layer = Layer::server,
      .span = Span::period,
      .about =
          "Junk comes in at a steady rate while the client is registered. It is nobody's message: "
          "the server keeps none of it, and sends none when the connection's buffers are full. "
          "For many chat messages use `push` with `count` and `every`.",
      .in_the_field =
          "A campaign that notifies every shop, a typing notice for each key, a server gone wild. "
          "Heartbeats and real messages wait behind it; a client that handles frames one by one "
          "answers its heartbeat too late (D-19).",
      .parameters = {{.name = "rate",
                      .kind = ValueKind::count,
                      .fallback = "100",
                      .about = "So many a second to each client; 100 is as many handlers as "
                               "`xianyu-live` runs at a time.",
                      .minimum = 1,
                      .maximum = 1'000},
                     {.name = "of",
                      .kind = ValueKind::choice,
                      .fallback = "notice",
                      .about = "What comes: system notices and typing notices are acknowledged and "
                               "delivered, a push of an unknown kind is acknowledged, garbage is "
                               "no frame at all.",
                      .choices = Spelling<Flood::Of>::words}},
      .example = "{at: 60s, fault: flood, rate: 200, of: typing, for: 30s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
