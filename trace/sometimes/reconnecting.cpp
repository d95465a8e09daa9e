#include <array>

#include "core/backoff.hpp"
#include "trace/sometimes/groups.hpp"

namespace fishtank::trace::sometimes {

namespace {

using core::NoteKind;
using core::Reason;
using core::State;

bool backoff_at_cap(const Record& record, const ClientStory& story) {
  if (!notes(record, NoteKind::retry_scheduled) || record.b >= core::kFailureClasses) return false;
  const auto& delay = core::retry_delay(*story.policy, static_cast<core::FailureClass>(record.b));
  return delay.base < delay.cap && static_cast<std::int64_t>(record.a) >= delay.cap.count();
}

bool lost_again(const Record& record, const ClientStory& story) {
  return is_loss(record) && story.connects > 1 && record.at - story.state_since < core::seconds(60);
}

bool aborted_a_slow_close(const Record& record, const ClientStory& story) {
  return story.is_current(record) && story.transport == ClientStory::Transport::closing &&
         !story.stopping && story.in(State::reconnecting);
}

constexpr std::array kAll{
    Situation{.name = "backoff_at_its_cap",
              .about = "The delay before the next attempt has grown to its cap.",
              .sees = kinds(RecordKind::note),
              .occurs = backoff_at_cap},
    Situation{.name = "lost_again_within_a_minute",
              .about = "A connection that was just won back is lost again.",
              .sees = kinds(RecordKind::state_changed),
              .occurs = lost_again},
    on_change<Reason::kicked>("kicked",
                              "The server ends the session, and the client takes notice."),
    Situation{.name = "slow_close_aborted",
              .about = "The old transport does not close in time and is dropped, so that the next "
                       "attempt need not wait.",
              .sees = kinds(RecordKind::abort_transport),
              .occurs = aborted_a_slow_close},
    on_note<NoteKind::stale_input>("stale_input_ignored",
                                   "Something comes from an attempt or a request that was given "
                                   "up, and is ignored."),
    on_note<NoteKind::stuck>("stuck_reported",
                             "A client is CONNECTING or RECONNECTING for so long that it says so."),
};

}  // namespace

std::span<const Situation> reconnecting() { return kAll; }

}  // namespace fishtank::trace::sometimes
