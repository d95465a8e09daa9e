#include <array>

#include "plan/fault.hpp"
#include "plan/faults/common.hpp"

namespace fishtank::plan::fault {
namespace {

constexpr std::array<std::string_view, 3> kHow{"reset", "fin", "close"};

constexpr std::int32_t kNormalClosure = 1000;

Primitive end_of_connection(const std::string& how) {
  if (how == "close") {
    return ServerBehaviour{.kind = ServerBehaviour::Kind::close, .code = kNormalClosure};
  }
  return Cut{how == "fin" ? Cut::How::fin : Cut::How::reset};
}

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration> length) {
  const Duration down = arguments.duration("down");
  const Duration cycle = down + arguments.duration("up");
  std::vector<Step> all;
  for (std::int64_t i = 0; i < arguments.number("times"); ++i) {
    const Duration start = i * cycle;
    if (length && start >= *length) break;
    all.push_back({.after = start,
                   .length = Duration::zero(),
                   .primitive = end_of_connection(arguments.text("how"))});
    all.push_back(
        {.after = start, .length = down, .primitive = Answer{.with = Answer::With::refuse}});
  }
  return all;
}

}  // namespace

const FaultSpec& flap() {
  static const FaultSpec spec{
      .name = "flap",
      .layer = Layer::server,
      .span = Span::period,
      .about =
          "The connection comes and goes: cut, refused for `down`, accepted and left "
          "alone for `up`, and again. It ends after `times` rounds, or with `for` if "
          "that is sooner.",
      .in_the_field =
          "A server in a crash loop, a radio at the edge of its cell. A "
          "client that forgets its failures as soon as it is connected never "
          "slows down (D-4; reconnecting-websocket#25, y-websocket#74).",
      .parameters = {{.name = "up",
                      .kind = ValueKind::duration,
                      .fallback = "5s",
                      .about = "How long connections live in each round; 5 s is enough to register "
                               "and too little to be proven.",
                      .minimum = kMillisecond,
                      .maximum = kHour},
                     {.name = "down",
                      .kind = ValueKind::duration,
                      .fallback = "1s",
                      .about = "How long new ones are refused in each round.",
                      .minimum = kMillisecond,
                      .maximum = kHour},
                     {.name = "times",
                      .kind = ValueKind::count,
                      .fallback = "10",
                      .about = "How many rounds at most; 10 is twice the limit of failures.",
                      .minimum = 1,
                      .maximum = 1'000},
                     {.name = "how",
                      .kind = ValueKind::choice,
                      .fallback = "reset",
                      .about =
                          "How connections end: `reset` and `fin` as with `drop`; `close`: with "
                          "a close frame, 1000, as the real service does when a token is no "
                          "longer good (D-3).",
                      .choices = kHow}},
      .example = "{at: 60s, fault: flap, up: 4s, down: 2s, for: 2m}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
