#include "plan/fault.hpp"
#include "plan/spelling.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = BadFrame{.kind = from_word<BadFrame::Kind>(arguments.text("kind"))}}};
}

}  // namespace

const FaultSpec& protocol_error() {
  static const FaultSpec spec{
      .name = "protocol_error",
      .layer = Layer::websocket,
      .span = Span::moment,
      .about =
          "The server sends a frame that breaks a rule of WebSocket. The client's library ends "
          "the connection: with 1007 for a text that is no UTF-8, else with 1002. New connections "
          "are accepted.",
      .in_the_field =
          "A proxy that writes into the stream, a server that compresses although nobody agreed "
          "on it, a text cut within a character. It is neither a clean close nor a lost line, and "
          "few clients have a branch for it.",
      .parameters = {{.name = "kind",
                      .kind = ValueKind::choice,
                      .fallback = "reserved_bits",
                      .about = "Which rule is broken; reserved bits are what compression that was "
                               "never agreed on looks like.",
                      .choices = Spelling<BadFrame::Kind>::words}},
      .example = "{at: 60s, fault: protocol_error, kind: invalid_utf8}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
