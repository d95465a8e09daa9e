#pragma once

#include <span>

#include "core/effect.hpp"
#include "trace/losses.hpp"
#include "trace/sometimes.hpp"
#include "trace/sometimes/client_story.hpp"

/// The rare situations, a file for each part of a connection's life.
namespace fishtank::trace::sometimes {

std::span<const Situation> opening();
std::span<const Situation> liveness();
std::span<const Situation> reconnecting();
std::span<const Situation> recovery();
std::span<const Situation> services();
std::span<const Situation> messages();
std::span<const Situation> stopping();
std::span<const Situation> weather();

// ---- questions that many of them ask -----------------------------------------------------------

/// A record of kind note says this.
constexpr bool notes(const Record& record, core::NoteKind kind) {
  return static_cast<core::NoteKind>(record.detail) == kind;
}

/// The answer of a service, in a record of kind token_result, cookie_result or login_result.
constexpr core::ServiceOutcome outcome_of(const Record& record) {
  return static_cast<core::ServiceOutcome>(record.detail);
}

/// A situation that is nothing but a change of state for that reason.
template <core::Reason reason>
constexpr Situation on_change(std::string_view name, std::string_view about) {
  return {.name = name,
          .about = about,
          .sees = kinds(RecordKind::state_changed),
          .occurs = [](const Record& record, const ClientStory&) {
            return reason_of(record) == reason;
          }};
}

/// A situation that is nothing but a note.
template <core::NoteKind kind>
constexpr Situation on_note(std::string_view name, std::string_view about) {
  return {.name = name,
          .about = about,
          .sees = kinds(RecordKind::note),
          .occurs = [](const Record& record, const ClientStory&) { return notes(record, kind); }};
}

/// A situation that is nothing but a message discarded for that reason.
template <core::Discard why>
constexpr Situation on_discard(std::string_view name, std::string_view about) {
  return {.name = name,
          .about = about,
          .sees = kinds(RecordKind::discarded),
          .occurs = [](const Record& record, const ClientStory&) {
            return static_cast<core::Discard>(record.detail) == why;
          }};
}

/// A situation that is nothing but the end of a chat message.
template <core::ChatResult result>
constexpr Situation on_chat(std::string_view name, std::string_view about) {
  return {.name = name,
          .about = about,
          .sees = kinds(RecordKind::chat_done),
          .occurs = [](const Record& record, const ClientStory&) {
            return static_cast<core::ChatResult>(record.detail) == result;
          }};
}

}  // namespace fishtank::trace::sometimes
