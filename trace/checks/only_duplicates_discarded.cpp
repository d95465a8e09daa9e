#include <unordered_set>

#include "trace/bounds.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

struct Watch {
  static constexpr std::string_view kName = "only_duplicates_discarded";

  void see(const Record& record, const Scene& scene) {
    switch (record.kind) {
      case RecordKind::deliver:
        ++handlers;
        known.insert(record.b);
        return;
      case RecordKind::discarded: return see_discarded(record, scene);
      case RecordKind::handler_done:
        if (handlers > 0) --handlers;
        return;
      default: handlers = 0;  // all are cancelled
    }
  }
  void finish(const Scene&) {}

  void see_discarded(const Record& record, const Scene& scene) {
    const auto why = static_cast<core::Discard>(record.detail);
    if (why != core::Discard::duplicate) {
      known.insert(record.b);  // too old, or cancelled: it has had its turn
      return;
    }
    // With every handler busy, the first of two may still be waiting in the client.
    if (handlers >= most_handlers(scene.policy()) || known.contains(record.b)) return;
    scene.broken(
        "a message was discarded as seen before, and no message of that id had been there "
        "(inbox.dedupe_by)");
  }

  std::unordered_set<std::uint64_t> known;  ///< messages; looked up, never walked
  std::int32_t handlers = 0;                ///< running
};

}  // namespace

/// Bound: none. What was too old for the application, or cancelled with everything else, has been
/// seen too.
const CheckSpec& only_duplicates_discarded() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about = "A message is discarded as a duplicate only if it has really been there before.",
      .bound = "",
      .sees = kinds(RecordKind::deliver, RecordKind::discarded, RecordKind::handler_done,
                    RecordKind::cancel_tasks),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
