#include <algorithm>
#include <array>

#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

/// They never stand in a close frame (RFC 6455 7.4.1).
constexpr std::array<std::int64_t, 3> kNeverSent{1004, 1006, 1015};

/// Nor does this; a program is told it of a close frame without a code (RFC 6455 7.1.5).
constexpr std::int64_t kNoCode = 1005;

constexpr std::int64_t kLongestReason = 123;

std::string_view nonsense(const Arguments& arguments) {
  const std::int64_t code = arguments.number("code");
  if (std::ranges::find(kNeverSent, code) != kNeverSent.end()) {
    return "1004, 1006 and 1015 never stand in a close frame; see `drop`";
  }
  const bool has_reason = !arguments.text("reason").empty();
  return code == kNoCode && has_reason ? "without a code (1005) there is no reason either" : "";
}

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = ServerBehaviour{.kind = ServerBehaviour::Kind::close,
                                        .code = static_cast<std::int32_t>(arguments.number("code")),
                                        .reason = arguments.text("reason")}}};
}

}  // namespace

const FaultSpec& close() {
  static const FaultSpec spec{
      .name = "close",
      .layer = Layer::websocket,
      .span = Span::moment,
      .about = "The server closes the WebSocket of the targets with a close frame.",
      .in_the_field =
          "A deployment (1001, 1012), a policy (1008), a server error (1011), "
          "or a session that ended: the real service closes normally (1000) "
          "when the token is no longer good (protocol.md 4.5). Clients that "
          "reconnect at once and uncounted after a clean close turn it into a "
          "hot loop (D-3).",
      .parameters = {{.name = "code",
                      .kind = ValueKind::count,
                      .fallback = "1000",
                      .about = "The close code; 1000 is the one that clients wrongly take for "
                               "harmless. 1005: a close frame without a code (RFC 6455 7.1.5).",
                      .minimum = 1000,
                      .maximum = 4999},
                     {.name = "reason",
                      .kind = ValueKind::text,
                      .about = "The reason in the frame, at most 123 bytes (RFC 6455 5.5).",
                      .maximum = kLongestReason}},
      .example = "{at: 60s, fault: close, code: 1001, reason: going away}",
      .nonsense = nonsense,
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
