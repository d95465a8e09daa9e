#include <array>

#include "trace/sometimes/groups.hpp"

namespace fishtank::trace::sometimes {

namespace {

using core::State;
using Transport = ClientStory::Transport;

/// Failed of its own accord: what it waited for is still pending.
bool attempt_timed_out(const Record& record, const ClientStory& story) {
  const bool pending = story.transport == Transport::opening || story.transport == Transport::open;
  return notes(record, core::NoteKind::failure_counted) && story.in(State::connecting) && pending &&
         record.at - story.state_since >= story.policy->connect.timeout;
}

bool lost_before_registered(const Record& record, const ClientStory& story) {
  return story.is_current(record) && story.transport == Transport::open &&
         story.in(State::connecting);
}

bool token_refused(const Record& record, const ClientStory& story) {
  const auto code = static_cast<std::int64_t>(record.a);
  return notes(record, core::NoteKind::registration_refused) &&
         story.policy->token.refused_code != 0 && code == story.policy->token.refused_code;
}

constexpr std::array kAll{
    Situation{
        .name = "first_attempt_cannot_begin",
        .about = "The very first attempt cannot even be begun.",
        .sees = kinds(RecordKind::start),
        .occurs = [](const Record& record, const ClientStory&) { return record.detail == 0; }},
    Situation{.name = "connect_timeout",
              .about = "An attempt is given up while the transport or the registration hangs.",
              .sees = kinds(RecordKind::note),
              .occurs = attempt_timed_out},
    Situation{.name = "loss_before_registration",
              .about = "An open transport ends before the registration is finished.",
              .sees = kinds(RecordKind::closed),
              .occurs = lost_before_registered},
    Situation{.name = "token_refused_by_the_server",
              .about = "The server refuses the registration because of the token.",
              .sees = kinds(RecordKind::note),
              .occurs = token_refused},
};

}  // namespace

std::span<const Situation> opening() { return kAll; }

}  // namespace fishtank::trace::sometimes
