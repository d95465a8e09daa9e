#include <array>

#include "trace/sometimes/groups.hpp"

namespace fishtank::trace::sometimes {

namespace {

using core::ChatResult;
using core::Discard;
using core::State;

bool pushed_while_away(const Record&, const ClientStory& story) {
  return story.connects > 0 && (story.in(State::connecting) || story.in(State::reconnecting));
}

bool chat_survives_a_loss(const Record& record, const ClientStory& story) {
  return static_cast<ChatResult>(record.detail) == ChatResult::accepted && story.chats_met_a_loss;
}

constexpr std::array kAll{
    Situation{.name = "pushed_while_away",
              .about = "A message for the client comes while it has lost its connection.",
              .sees = kinds(RecordKind::push_accepted),
              .occurs = pushed_while_away},
    Situation{.name = "message_redelivered",
              .about = "A message that was not acknowledged is pushed again after a reconnect.",
              .sees = kinds(RecordKind::push_sent),
              .occurs =
                  [](const Record& record, const ClientStory& story) {
                    return record.detail != 0 && story.connects > 0;
                  }},
    on_discard<Discard::duplicate>("duplicate_discarded", "A message that was seen is discarded."),
    on_discard<Discard::expired>("expired_discarded", "A message that is too old is discarded."),
    Situation{
        .name = "undecodable_message_survived",
        .about = "A message cannot be read, and a later one is delivered.",
        .sees = kinds(RecordKind::deliver),
        .occurs = [](const Record&, const ClientStory& story) { return story.met_undecodable; }},
    on_note<core::NoteKind::undecodable_frame>("undecodable_frame",
                                               "A text comes in that is no frame."),
    Situation{
        .name = "message_waits_for_a_handler",
        .about = "All handlers are busy, and a message is delivered when one ends.",
        .sees = kinds(RecordKind::deliver),
        .occurs = [](const Record& record,
                     const ClientStory& story) { return story.handler_freed_at == record.at; }},
    on_discard<Discard::cancelled>("message_cancelled",
                                   "A message waits for a handler when everything is cancelled."),
    Situation{.name = "chat_survives_a_loss",
              .about =
                  "The connection is lost before a chat is answered, and the server accepts it "
                  "in the next one.",
              .sees = kinds(RecordKind::chat_done),
              .occurs = chat_survives_a_loss},
    on_chat<ChatResult::lost>("chat_lost", "The connection is lost before a chat is answered."),
    on_chat<ChatResult::timed_out>("chat_unanswered", "A chat is not answered in time."),
    on_chat<ChatResult::not_connected>("chat_while_not_connected",
                                       "A chat is to be sent while not CONNECTED."),
};

}  // namespace

std::span<const Situation> messages() { return kAll; }

}  // namespace fishtank::trace::sometimes
