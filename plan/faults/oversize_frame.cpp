#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20;

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {
      {.primitive = BadFrame{.kind = BadFrame::Kind::oversize, .size = arguments.number("size")}}};
}

}  // namespace

const FaultSpec& oversize_frame() {
  static const FaultSpec spec{
      .name = "oversize_frame",
      .layer = Layer::websocket,
      .span = Span::moment,
      .about =
          "The server sends a text of that many bytes. Above the client's limit of 1 MiB its "
          "library reads no further than the frame's header and ends the connection with 1009; up "
          "to it the text arrives, is no frame of the protocol and harms nothing.",
      .in_the_field =
          "A list that nobody paged, a picture in a message, a backlog after a day away. The "
          "websockets library takes 1 MiB (protocol.md 1), so XL and XAA lose the connection; "
          "when the same frame waits for them after each reconnect, for good.",
      .parameters = {{.name = "size",
                      .kind = ValueKind::bytes,
                      .fallback = "2MiB",
                      .about = "The length of the text; 2 MiB is twice what the client takes.",
                      .minimum = 1,
                      .maximum = 64 * kMiB}},
      .example = "{at: 60s, fault: oversize_frame, size: 2MiB}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
