#include <fmt/format.h>

#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

struct Watch {
  static constexpr std::string_view kName = "heartbeat_only_connected";

  void see(const Record& record, const Scene& scene) {
    if (record.kind == RecordKind::state_changed) {
      state = state_to(record);
    } else if (frame_kind(record.detail) == core::FrameKind::heartbeat &&
               state != core::State::connected) {
      scene.broken(
          fmt::format("a heartbeat was sent in {}; they are sent in CONNECTED only", name(state)));
    }
  }
  void finish(const Scene&) {}

  core::State state = core::State::disconnected;
};

}  // namespace

/// Bound: none.
const CheckSpec& heartbeat_only_connected() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about = "Heartbeats are sent in CONNECTED and in no other state.",
      .bound = "",
      .sees = kinds(RecordKind::state_changed, RecordKind::send),
      .frames = frames(core::FrameKind::heartbeat),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
