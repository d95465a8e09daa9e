#include <fmt/format.h>

#include "trace/client_status.hpp"
#include "trace/losses.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::FrameKind;
using core::State;

struct Watch {
  static constexpr std::string_view kName = "backoff_grows";

  void see(const Record& record, const Scene& scene) {
    switch (record.kind) {
      case RecordKind::received:
        if (!frame_refused(record.detail) && is_served(scene.status())) proved = true;
        return;
      case RecordKind::state_changed: return see_state(record);
      default:
        if (static_cast<core::NoteKind>(record.detail) == core::NoteKind::failure_counted) {
          see_count(record.a, scene);
        }
    }
  }
  void finish(const Scene&) {}

  /// Registered at the server, and listening. A session that has just ended was one all the same.
  static bool is_served(const ClientStatus& client) {
    const bool listens = client.state == State::connecting || client.state == State::connected;
    return listens && (client.session.held() || client.session.over());
  }

  void see_count(std::uint64_t count, const Scene& scene) {
    const bool grew = count == failures + 1;
    const bool began_anew = proved && count == 1;
    if (!grew && !began_anew) {
      scene.broken(fmt::format(
          "a failure counts as {} and the one before it as {}; no answer of a server that had "
          "registered the client came in between (reconnect.failure_reset)",
          count, failures));
    }
    failures = count;
    proved = false;
  }

  /// A recovery, a new life and a stop forget the failures.
  void see_state(const Record& record) {
    const State to = state_to(record);
    const bool at_rest = to == State::disconnected || to == State::closed;
    if (at_rest || reason_of(record) == core::Reason::recovered) failures = 0;
  }

  std::uint64_t failures = 0;  ///< as last counted
  bool proved = false;         ///< heard from a server that registered the client, since then
};

}  // namespace

/// Bound: none. What begins the count anew is an answer with code 200 or a push that reached the
/// client on a connection on which the server had registered it, a recovery or a new life. That a
/// transport opens, or that nobody contradicts, proves nothing.
const CheckSpec& backoff_grows() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "Each failure counts one more than the one before, until the client has heard from a "
          "server that registered it.",
      .bound = "",
      .sees = kinds(RecordKind::received, RecordKind::state_changed, RecordKind::note),
      .frames = frames(FrameKind::response, FrameKind::push),
      .watch = watch<Watch>(),
      .needs_server = true,
  };
  return spec;
}

}  // namespace fishtank::trace::check
