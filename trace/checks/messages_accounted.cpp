#include <fmt/format.h>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/custody.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

struct Watch {
  static constexpr std::string_view kName = "messages_accounted";

  void see(const Record& record, const Scene&) {
    custody.see(record);
    switch (record.kind) {
      case RecordKind::deliver: ++handlers; return;
      case RecordKind::handler_done:
        if (handlers > 0) --handlers;
        return;
      case RecordKind::cancel_tasks: handlers = 0; return;
      default: return;
    }
  }

  void finish(const Scene& scene) const {
    // With every handler busy, a message may wait its turn in the client.
    if (handlers >= most_handlers(scene.policy())) return;
    for (const Custody::Message& message : custody.messages()) {
      if (!message.released) continue;  // the server will send it again
      scene.broken_at(
          message.accepted_at,
          fmt::format("the message that the server accepted at {} was acknowledged by the client, "
                      "but neither delivered nor discarded",
                      plan::print_duration(message.accepted_at.time_since_epoch())));
    }
  }

  Custody custody;
  std::int32_t handlers = 0;  ///< running
};

}  // namespace

/// Bound: the end of the run.
const CheckSpec& messages_accounted() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "Every message that the server accepted for a client is delivered, discarded for a "
          "reason, or still in the server's custody: none that was acknowledged disappears.",
      .bound = "the end of the run",
      .sees = kinds(RecordKind::push_accepted, RecordKind::push_acknowledged, RecordKind::deliver,
                    RecordKind::discarded, RecordKind::handler_done, RecordKind::cancel_tasks),
      .watch = watch<Watch>(),
      .needs_server = true,
  };
  return spec;
}

}  // namespace fishtank::trace::check
