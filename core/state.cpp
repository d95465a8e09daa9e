#include "core/state.hpp"

#include <algorithm>
#include <array>

namespace fishtank::core {

namespace {

constexpr std::array kTransitions{
    Transition{State::disconnected, State::connecting, "start"},
    Transition{State::disconnected, State::reconnecting,
               "the very first attempt cannot even be begun"},
    Transition{State::connecting, State::connected, "transport open and registration finished"},
    Transition{State::connecting, State::reconnecting, "the attempt failed and failures < limit"},
    Transition{State::connecting, State::failed, "the attempt failed and failures = limit"},
    Transition{State::connected, State::reconnecting,
               "connection lost, heartbeat timeout, heartbeat sending given up, keepalive timeout, "
               "silence, kicked, new token"},
    Transition{State::connected, State::failed, "an authentication error that no retry can mend"},
    Transition{State::connected, State::disconnected, "account disabled"},
    Transition{State::reconnecting, State::connecting, "retry delay over"},
    Transition{State::reconnecting, State::failed, "failures reach the limit"},
    Transition{State::reconnecting, State::disconnected, "account disabled"},
    Transition{State::connecting, State::disconnected, "account disabled"},
    Transition{State::failed, State::reconnecting, "recovery succeeded, failure count back to 0"},
    Transition{State::failed, State::disconnected, "instance restart, account disabled"},
    Transition{State::disconnected, State::closed, "stop"},
    Transition{State::connecting, State::closed, "stop"},
    Transition{State::connected, State::closed, "stop"},
    Transition{State::reconnecting, State::closed, "stop"},
    Transition{State::failed, State::closed, "stop"},
};

/// One bit a pair, so that the check in the machine's hot path is one look.
constexpr auto kLegal = [] {
  std::array<std::array<bool, kStates>, kStates> legal{};
  for (const Transition& arrow : kTransitions) {
    legal[static_cast<std::size_t>(arrow.from)][static_cast<std::size_t>(arrow.to)] = true;
  }
  return legal;
}();

}  // namespace

std::span<const Transition> transitions() { return kTransitions; }

bool is_legal(State from, State to) {
  return kLegal[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

Level level_of(State entered) {
  switch (entered) {
    case State::failed: return Level::error;
    case State::reconnecting: return Level::warning;
    case State::connected: return Level::success;
    case State::disconnected:
    case State::connecting:
    case State::closed: return Level::info;
  }
  return Level::info;
}

std::string_view name(State state) {
  static constexpr std::array<std::string_view, kStates> kNames{
      "DISCONNECTED", "CONNECTING", "CONNECTED", "RECONNECTING", "FAILED", "CLOSED"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view name(Reason reason) {
  static constexpr std::array<std::string_view, kReasons> kNames{"started",
                                                                 "cannot begin",
                                                                 "registered",
                                                                 "attempt failed",
                                                                 "connection lost",
                                                                 "heartbeat timeout",
                                                                 "heartbeat given up",
                                                                 "keepalive timeout",
                                                                 "kicked",
                                                                 "new token",
                                                                 "retry delay over",
                                                                 "failure limit",
                                                                 "authentication error",
                                                                 "recovered",
                                                                 "instance restart",
                                                                 "account disabled",
                                                                 "stopped",
                                                                 "silence",
                                                                 "taken as registered",
                                                                 "clean close"};
  return kNames[static_cast<std::size_t>(reason)];
}

std::string_view name(Level level) {
  static constexpr std::array<std::string_view, 4> kNames{"info", "success", "warning", "error"};
  return kNames[static_cast<std::size_t>(level)];
}

}  // namespace fishtank::core
