#include <array>

#include "trace/sometimes/groups.hpp"

namespace fishtank::trace::sometimes {

namespace {

using core::Reason;
using core::State;

bool restarted_after_a_failed_login(const Record&, const ClientStory& story) {
  return story.login_failed;
}

bool restarted_after_a_login_without_answer(const Record&, const ClientStory& story) {
  return story.asked_for_login && story.login_asked_at != core::kNever;
}

bool restarted_without_a_login(const Record&, const ClientStory& story) {
  return story.policy->recovery.password_login && !story.asked_for_login;
}

bool restart_forced(const Record& record, const ClientStory& story) {
  return notes(record, core::NoteKind::forced_stop) && story.in(State::failed) && !story.stopping;
}

bool new_life_connected(const Record& record, const ClientStory& story) {
  return state_to(record) == State::connected && story.reborn;
}

constexpr KindSet kChange = kinds(RecordKind::state_changed);
constexpr KindSet kRestart = kinds(RecordKind::restart_instance);

constexpr std::array kAll{
    on_change<Reason::failure_limit>("failed_at_the_limit",
                                     "So many failures in a row that the client is FAILED."),
    on_change<Reason::authentication_error>(
        "failed_for_authentication",
        "The server says something that no retry can mend, and the client is FAILED."),
    on_change<Reason::recovered>("recovered_by_login", "A password login leads out of FAILED."),
    Situation{.name = "restart_after_a_failed_login",
              .about = "A password login fails, and the instance is restarted.",
              .sees = kRestart,
              .occurs = restarted_after_a_failed_login},
    Situation{.name = "restart_after_a_login_without_answer",
              .about = "A password login is never answered, and the instance is restarted.",
              .sees = kRestart,
              .occurs = restarted_after_a_login_without_answer},
    Situation{.name = "restart_within_the_login_cooldown",
              .about = "The last password login is too recent for another one, and the instance is "
                       "restarted.",
              .sees = kRestart,
              .occurs = restarted_without_a_login},
    Situation{.name = "restart_forced",
              .about = "Tasks do not end in time for a restart, and are left behind.",
              .sees = kinds(RecordKind::note),
              .occurs = restart_forced},
    Situation{.name = "new_life_connects",
              .about = "An instance that was restarted is CONNECTED again.",
              .sees = kChange,
              .occurs = new_life_connected},
};

}  // namespace

std::span<const Situation> recovery() { return kAll; }

}  // namespace fishtank::trace::sometimes
