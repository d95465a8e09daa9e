#include "plan/fault.hpp"
#include "plan/spelling.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = MalformPushes{from_word<MalformPushes::Kind>(arguments.text("kind"))}}};
}

}  // namespace

const FaultSpec& malformed_push() {
  static const FaultSpec spec{
      .name = "malformed_push",
      .layer = Layer::server,
      .span = Span::period,
      .about =
          "Each push goes out broken. The server knows: it keeps the messages whatever is "
          "acknowledged, and sends them as they are when it is over, or in the next connection "
          "after that. The client counts and reports what it cannot read, and nothing else "
          "changes.",
      .in_the_field =
          "A new kind of message that an old client does not know, a deployment that encodes "
          "wrongly, a frame cut short by a proxy. A reader that lets the error out of its loop "
          "loses the connection, or goes deaf with the socket open.",
      .parameters = {{.name = "kind",
                      .kind = ValueKind::choice,
                      .about = "What is wrong with them: the whole frame (`not_json`), its parts "
                               "(`missing_headers`, `missing_package`) or the messages in it. Must "
                               "be given: each takes another way through a client.",
                      .choices = Spelling<MalformPushes::Kind>::words}},
      .example = "{at: 60s, fault: malformed_push, kind: bad_msgpack, for: 30s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
