#include <array>

#include "core/effect.hpp"
#include "core/frame.hpp"
#include "core/input.hpp"
#include "core/policy.hpp"

/// The words that people read for the enumerations of inputs, effects, frames and policies.
namespace fishtank::core {

namespace {

template <std::size_t Count, typename Enum>
std::string_view pick(const std::array<std::string_view, Count>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view name(FrameKind kind) {
  static constexpr std::array<std::string_view, kFrameKinds> kNames{"heartbeat",
                                                                    "response",
                                                                    "push",
                                                                    "ack",
                                                                    "registration",
                                                                    "ackDiff",
                                                                    "getState",
                                                                    "send text",
                                                                    "create conversation",
                                                                    "list conversations",
                                                                    "list messages",
                                                                    "other request",
                                                                    "pong",
                                                                    "kick",
                                                                    "ping",
                                                                    "other push"};
  return pick(kNames, kind);
}

std::string_view name(OpenFailure failure) {
  static constexpr std::array<std::string_view, kOpenFailures> kNames{
      "refused",     "unreachable",     "name not found", "timed out", "TLS handshake failed",
      "HTTP status", "handshake error", "reset"};
  return pick(kNames, failure);
}

std::string_view name(CloseCause cause) {
  static constexpr std::array<std::string_view, kCloseCauses> kNames{
      "close frame", "own close", "end of stream", "reset", "timed out", "protocol error"};
  return pick(kNames, cause);
}

std::string_view name(ServiceOutcome outcome) {
  static constexpr std::array<std::string_view, kServiceOutcomes> kNames{
      "success", "failure", "captcha", "session_expired", "token_expired", "no_answer"};
  return pick(kNames, outcome);
}

std::string_view name(FailureClass failure_class) {
  static constexpr std::array<std::string_view, kFailureClasses> kNames{"unexpected close",
                                                                        "network", "other"};
  return pick(kNames, failure_class);
}

std::string_view name(Discard why) {
  static constexpr std::array<std::string_view, 4> kNames{"duplicate", "expired", "undecodable",
                                                          "cancelled"};
  return pick(kNames, why);
}

std::string_view name(ChatResult result) {
  static constexpr std::array<std::string_view, 5> kNames{"accepted", "refused", "not connected",
                                                          "lost", "timed out"};
  return pick(kNames, result);
}

std::string_view name(NoteKind kind) {
  static constexpr std::array<std::string_view, kNoteKinds> kNames{
      "stale input",       "failure counted", "retry scheduled",     "heartbeat failed",
      "heartbeat refused", "stuck",           "undecodable frame",   "registration refused",
      "token failed",      "forced stop",     "heartbeat abandoned", "token withheld"};
  return pick(kNames, kind);
}

Mid mid(const Frame& frame) {
  return std::visit(
      [](const auto& one) -> Mid {
        if constexpr (requires { one.mid; }) return one.mid;
        return {};
      },
      frame);
}

Policy xianyu_live() { return {}; }

}  // namespace fishtank::core
