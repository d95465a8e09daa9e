#include "plan/fault.hpp"
#include "plan/spelling.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = Kick{.path = from_word<core::KickPath>(arguments.text("path")),
                             .close = arguments.flag("close")}}};
}

}  // namespace

const FaultSpec& kick() {
  static const FaultSpec spec{
      .name = "kick",
      .layer = Layer::server,
      .span = Span::moment,
      .about =
          "The server says that the session is over and delivers nothing more on it. The socket "
          "stays open, unless `close` is true.",
      .in_the_field =
          "The same account logged in elsewhere, or too many sessions. XL, XAA and GFC "
          "acknowledge it or do not even that, and go on heartbeating a dead session (D-15).",
      .parameters = {{.name = "path",
                      .kind = ValueKind::choice,
                      .fallback = "kickout",
                      .about = "How it says so (protocol.md 4.5): `/push/kickout`, "
                               "`/push/kickoutV2`, or `/s/session/remove` when there are too many "
                               "sessions. The first is what the official page knows.",
                      .choices = Spelling<core::KickPath>::words},
                     {.name = "close",
                      .kind = ValueKind::boolean,
                      .fallback = "false",
                      .about = "Whether the server closes the connection normally (1000) after it; "
                               "false, for that is what nobody notices."}},
      .example = "{at: 60s, fault: kick, path: session_remove, close: true}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
