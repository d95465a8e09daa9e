#include <array>

#include "trace/sometimes/groups.hpp"

namespace fishtank::trace::sometimes {

namespace {

using core::NoteKind;
using core::Reason;
using core::ServiceOutcome;
using core::State;

/// A request at the moment of that answer is its repetition.
template <ServiceOutcome outcome>
bool asked_again_after(const Record& record, const ClientStory& story) {
  return story.token_outcome == outcome && story.token_answered_at == record.at;
}

bool refresh_failed(const Record& record, const ClientStory& story) {
  return notes(record, NoteKind::token_failed) && story.in(State::connected);
}

bool captcha_given_up(const Record& record, const ClientStory&) {
  return notes(record, NoteKind::token_failed) &&
         static_cast<ServiceOutcome>(record.b) == ServiceOutcome::captcha;
}

constexpr KindSet kNote = kinds(RecordKind::note);
constexpr KindSet kTokenAsked = kinds(RecordKind::request_token);

constexpr std::array kAll{
    on_change<Reason::new_token>("token_refreshed_while_connected",
                                 "A new token comes while CONNECTED, and the client reconnects "
                                 "with it."),
    Situation{.name = "token_refresh_failed",
              .about = "The token in use cannot be refreshed.",
              .sees = kNote,
              .occurs = refresh_failed},
    Situation{.name = "captcha_retried",
              .about = "The token service asks for a captcha, and is asked again.",
              .sees = kTokenAsked,
              .occurs = asked_again_after<ServiceOutcome::captcha>},
    Situation{.name = "captcha_given_up",
              .about = "The token service asks for a captcha again and again, and the attempt "
                       "fails.",
              .sees = kNote,
              .occurs = captcha_given_up},
    Situation{.name = "outdated_token_retried",
              .about = "The h5 token of the cookie is outdated, and the token service is asked "
                       "again with the one that came along.",
              .sees = kTokenAsked,
              .occurs = asked_again_after<ServiceOutcome::token_expired>},
    Situation{
        .name = "session_expired_logs_in",
        .about = "The token service says that the session has expired, and the client logs "
                 "in.",
        .sees = kinds(RecordKind::password_login),
        .occurs = [](const Record&, const ClientStory& story) { return !story.in(State::failed); }},
    Situation{
        .name = "cookie_refresh_failed",
        .about = "The cookies cannot be refreshed.",
        .sees = kinds(RecordKind::cookie_result),
        .occurs = [](const Record& record,
                     const ClientStory&) { return outcome_of(record) != ServiceOutcome::success; }},
};

}  // namespace

std::span<const Situation> services() { return kAll; }

}  // namespace fishtank::trace::sometimes
