#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <string_view>

#include "core/input.hpp"
#include "core/policy.hpp"
#include "core/state.hpp"
#include "plan/plan.hpp"
#include "plan/primitive.hpp"

/// The words of a scenario file for the enumerators of a type, in their order. The one place that
/// spells them: parser, printer and schema read it.
namespace fishtank::plan {

template <typename Enum>
struct Spelling;

template <>
struct Spelling<core::State> {
  static constexpr std::array<std::string_view, core::kStates> words{
      "disconnected", "connecting", "connected", "reconnecting", "failed", "closed"};
};

template <>
struct Spelling<core::AnswerMatch> {
  static constexpr std::array<std::string_view, 2> words{"any_200", "mid"};
};

template <>
struct Spelling<core::OnGiveUp> {
  static constexpr std::array<std::string_view, 2> words{"close", "leave_open"};
};

template <>
struct Spelling<core::FailureReset> {
  static constexpr std::array<std::string_view, 5> words{"at_connected", "when_proven", "at_open",
                                                         "at_message", "every_attempt"};
};

template <>
struct Spelling<core::FailureClass> {
  static constexpr std::array<std::string_view, core::kFailureClasses> words{"unexpected_close",
                                                                             "network", "other"};
};

template <>
struct Spelling<core::Registers> {
  static constexpr std::array<std::string_view, 2> words{"every_connection", "first_connection"};
};

template <>
struct Spelling<core::RegistrationSequence> {
  static constexpr std::array<std::string_view, 2> words{"timed", "awaited"};
};

template <>
struct Spelling<core::HeartbeatBegins> {
  static constexpr std::array<std::string_view, 2> words{"at_connected", "at_open"};
};

template <>
struct Spelling<core::FirstHeartbeat> {
  static constexpr std::array<std::string_view, 2> words{"at_once", "after_interval"};
};

template <>
struct Spelling<core::OnCleanClose> {
  static constexpr std::array<std::string_view, 2> words{"failure", "at_once"};
};

template <>
struct Spelling<core::Growth> {
  static constexpr std::array<std::string_view, 2> words{"linear", "exponential"};
};

template <>
struct Spelling<core::Acknowledges> {
  static constexpr std::array<std::string_view, 3> words{"every_push", "sync_only", "nothing"};
};

template <>
struct Spelling<core::DedupeBy> {
  static constexpr std::array<std::string_view, 2> words{"message_id", "chat_and_text"};
};

template <>
struct Spelling<core::PackageItems> {
  static constexpr std::array<std::string_view, 2> words{"all", "first"};
};

template <>
struct Spelling<core::OnChatLoss> {
  static constexpr std::array<std::string_view, 3> words{"resend", "report", "forget"};
};

template <>
struct Spelling<core::OnKick> {
  static constexpr std::array<std::string_view, 2> words{"reconnect", "ignore"};
};

template <>
struct Spelling<core::ServiceOutcome> {
  static constexpr std::array<std::string_view, core::kServiceOutcomes> words{
      "success", "failure", "captcha", "session_expired", "token_expired", "no_answer"};
};

template <>
struct Spelling<Direction> {
  static constexpr std::array<std::string_view, 3> words{"up", "down", "both"};
};

template <>
struct Spelling<core::KickPath> {
  static constexpr std::array<std::string_view, 3> words{"kickout", "kickout_v2", "session_remove"};
};

/// The last kind has a fault of its own, `oversize_frame`.
template <>
struct Spelling<BadFrame::Kind> {
  static constexpr std::array<std::string_view, 6> words{
      "reserved_bits", "bad_opcode",         "masked",
      "long_control",  "stray_continuation", "invalid_utf8"};
};

template <>
struct Spelling<MalformPushes::Kind> {
  static constexpr std::array<std::string_view, 6> words{"not_json",        "bad_base64",
                                                         "bad_msgpack",     "unknown_shape",
                                                         "missing_headers", "missing_package"};
};

template <>
struct Spelling<Flood::Of> {
  static constexpr std::array<std::string_view, 4> words{"notice", "typing", "unknown_push",
                                                         "garbage"};
};

template <>
struct Spelling<WakeOrder> {
  static constexpr std::array<std::string_view, 2> words{"data_first", "timers_first"};
};

template <>
struct Spelling<PushAction::Kind> {
  static constexpr std::array<std::string_view, 5> words{"chat", "order", "typing", "receipt",
                                                         "notice"};
};

template <typename Enum>
constexpr std::string_view to_word(Enum value) {
  return Spelling<Enum>::words[static_cast<std::size_t>(value)];
}

/// The enumerator of a word that is known to be one of the words.
template <typename Enum>
constexpr Enum from_word(std::string_view word) {
  const auto& words = Spelling<Enum>::words;
  const auto found = std::find(words.begin(), words.end(), word);
  assert(found != words.end());
  return static_cast<Enum>(found - words.begin());
}

}  // namespace fishtank::plan
