#include <algorithm>
#include <array>

#include "trace/sometimes/groups.hpp"

namespace fishtank::trace::sometimes {

namespace {

using core::NoteKind;
using core::Reason;
using core::State;

bool half_open_noticed(const Record& record, const ClientStory& story) {
  return reason_of(record) == Reason::heartbeat_timeout &&
         (story.faults_at_work & story.lines->half_open) != 0;
}

/// A heartbeat would have been due in that time.
bool heartbeat_paused(const Record& record, const ClientStory& story) {
  const core::Policy& policy = *story.policy;
  if (!policy.cookie.pauses_heartbeat || policy.heartbeat.interval == core::kOff) return false;
  if (!story.in(State::connected) || story.cookie_asked_at == core::kNever) return false;
  return record.at - std::max(story.cookie_asked_at, story.state_since) >=
         policy.heartbeat.interval;
}

constexpr std::array kAll{
    on_change<Reason::heartbeat_timeout>("silence_noticed_by_heartbeat",
                                         "A peer that stays silent is noticed by a missing answer "
                                         "to a heartbeat."),
    Situation{.name = "half_open_noticed_by_heartbeat",
              .about = "A half-open connection is noticed by a missing answer to a heartbeat.",
              .sees = kinds(RecordKind::state_changed),
              .occurs = half_open_noticed},
    on_change<Reason::keepalive_timeout>(
        "silence_noticed_by_keepalive",
        "A peer that stays silent is noticed by a missing WebSocket Pong."),
    on_change<Reason::silence>("silence_noticed_by_monitor",
                               "A peer that stays silent is noticed by looking how long ago "
                               "anything came."),
    on_change<Reason::heartbeat_given_up>("heartbeat_given_up",
                                          "Sending heartbeats fails so often that the connection "
                                          "is given up."),
    Situation{
        .name = "heartbeat_send_recovers",
        .about = "A heartbeat cannot be sent, and the next one can.",
        .sees = kinds(RecordKind::sent),
        .occurs = [](const Record&, const ClientStory& story) { return story.heartbeat_fails; }},
    on_note<NoteKind::heartbeat_refused>("heartbeat_refused",
                                         "A heartbeat is answered with an error."),
    Situation{.name = "heartbeat_paused_by_cookie_refresh",
              .about = "A cookie refresh lasts so long that a heartbeat is left out.",
              .sees = kinds(RecordKind::cookie_result),
              .occurs = heartbeat_paused},
    Situation{.name = "kernel_gives_up",
              .about = "The operating system ends a connection whose bytes nobody acknowledges.",
              .sees = kinds(RecordKind::closed),
              .occurs =
                  [](const Record& record, const ClientStory& story) {
                    return story.is_current(record) &&
                           static_cast<core::CloseCause>(record.detail) ==
                               core::CloseCause::timed_out;
                  }},
};

}  // namespace

std::span<const Situation> liveness() { return kAll; }

}  // namespace fishtank::trace::sometimes
