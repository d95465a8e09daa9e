#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "plan/units.hpp"
#include "trace/digest.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::FrameKind;

/// No seed gives a number: an acknowledgement costs nothing, so nothing delays it.
constexpr Duration kPromptly = core::seconds(1);

bool is_to_be_acknowledged(const Record& record) {
  const FrameKind kind = frame_kind(record.detail);
  if (record.b == digest(core::Mid())) return false;  // it has none
  return kind == FrameKind::push || kind == FrameKind::other_push || kind == FrameKind::kick;
}

struct Watch {
  static constexpr std::string_view kName = "pushes_acknowledged";

  void see(const Record& record, const Scene& scene) {
    switch (record.kind) {
      case RecordKind::open_transport: attempt = attempt_of(record); return;
      case RecordKind::received:
        if (!is_to_be_acknowledged(record) || attempt_of(record) != attempt) return;
        judge(scene);
        waiting.push_back({.mid = record.b, .since = scene.awake()});
        return;
      case RecordKind::send:
        if (frame_kind(record.detail) != FrameKind::ack) return;
        judge(scene);
        return acknowledged(record);
      default:  // the transport is gone, or the client has let go of it
        if (attempt_of(record) != attempt) return;
        judge(scene);
        attempt = {};
        waiting.clear();
    }
  }

  void finish(const Scene& scene) { judge(scene); }

  void acknowledged(const Record& record) {
    const auto found = std::ranges::find(waiting, record.b, &Waiting::mid);
    if (found != waiting.end()) waiting.erase(found);
  }

  void judge(const Scene& scene) {
    while (!waiting.empty() && scene.awake() - waiting.front().since > kPromptly) {
      scene.broken_since(
          waiting.front().since + kPromptly,
          fmt::format("a push was not acknowledged within {}", plan::print_duration(kPromptly)));
      waiting.erase(waiting.begin());
    }
  }

  struct Waiting {
    std::uint64_t mid = 0;
    Instant since{};  ///< in the process's time
  };

  core::AttemptId attempt{};  ///< whose frames are listened to; 0: none's
  std::vector<Waiting> waiting;
};

}  // namespace

/// Bound: kPromptly, unless the connection ends before.
const CheckSpec& pushes_acknowledged() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "Each frame of the server that carries a mid of its own is acknowledged with that "
          "mid, promptly.",
      .bound = "1s, whatever the policy",
      .sees = kinds(RecordKind::open_transport, RecordKind::received, RecordKind::send,
                    RecordKind::close_transport, RecordKind::abort_transport, RecordKind::closed),
      .frames = frames(FrameKind::push, FrameKind::other_push, FrameKind::kick, FrameKind::ack),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
