#include <array>

#include "trace/sometimes/groups.hpp"

namespace fishtank::trace::sometimes {

namespace {

using core::State;

bool stopped_while_opening(const Record&, const ClientStory& story) {
  return story.in(State::connecting) && story.transport == ClientStory::Transport::opening;
}

bool stopped_while_registering(const Record&, const ClientStory& story) {
  return story.in(State::connecting) && story.transport == ClientStory::Transport::open;
}

bool stop_forced(const Record& record, const ClientStory& story) {
  return notes(record, core::NoteKind::forced_stop) && story.stopping;
}

bool started_again(const Record&, const ClientStory& story) {
  return story.was_disabled && story.in(State::disconnected);
}

constexpr KindSet kStop = kinds(RecordKind::stop);

constexpr std::array kAll{
    Situation{.name = "stop_while_opening",
              .about = "A stop meets a transport that is being opened.",
              .sees = kStop,
              .occurs = stopped_while_opening},
    Situation{.name = "stop_while_registering",
              .about = "A stop meets a registration under way.",
              .sees = kStop,
              .occurs = stopped_while_registering},
    Situation{.name = "stop_in_the_retry_wait",
              .about = "A stop meets the wait before the next attempt.",
              .sees = kStop,
              .occurs = [](const Record&,
                           const ClientStory& story) { return story.in(State::reconnecting); }},
    Situation{.name = "stop_during_a_login",
              .about = "A stop meets a password login under way.",
              .sees = kStop,
              .occurs = [](const Record& record,
                           const ClientStory& story) { return story.logging_in(record.at); }},
    Situation{.name = "stop_with_handlers_running",
              .about = "A stop meets messages that are being handled.",
              .sees = kStop,
              .occurs = [](const Record&, const ClientStory& story) { return story.handlers > 0; }},
    Situation{.name = "stop_forced",
              .about = "Tasks or the transport do not end in time for a stop.",
              .sees = kinds(RecordKind::note),
              .occurs = stop_forced},
    Situation{.name = "disabled_in_the_retry_wait",
              .about = "The account is disabled in the wait before the next attempt.",
              .sees = kinds(RecordKind::account_enabled),
              .occurs =
                  [](const Record& record, const ClientStory& story) {
                    return record.detail == 0 && story.in(State::reconnecting);
                  }},
    Situation{.name = "started_after_being_disabled",
              .about = "An account that was disabled is enabled and started again.",
              .sees = kinds(RecordKind::start),
              .occurs = started_again},
};

}  // namespace

std::span<const Situation> stopping() { return kAll; }

}  // namespace fishtank::trace::sometimes
