#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server_mock/server.hpp"

/// A server on a test bench: the clock in hand, and clients of few words.
namespace fishtank::server_mock::test {

using core::Instant;
using core::milliseconds;
using core::seconds;

inline constexpr std::string_view kSeller = "2200000000002";
inline constexpr std::string_view kOther = "2200000000003";
inline constexpr std::string_view kBuyer = "2200000000001";

/// All effects of one kind, in order.
template <typename Kind>
std::vector<Kind> all(const Effects& effects) {
  std::vector<Kind> found;
  for (const Effect& effect : effects) {
    if (const auto* const one = std::get_if<Kind>(&effect)) found.push_back(*one);
  }
  return found;
}

/// All frames of one kind that were sent, in order.
template <typename Kind>
std::vector<Kind> frames(const Effects& effects) {
  std::vector<Kind> found;
  for (const SendFrame& sent : all<SendFrame>(effects)) {
    if (const auto* const one = std::get_if<Kind>(&sent.frame)) found.push_back(*one);
  }
  return found;
}

/// Every fault that an effect names: those that touched something.
inline std::vector<FaultId> touching(const Effects& effects) {
  std::vector<FaultId> faults;
  for (const Effect& effect : effects) {
    std::visit(
        [&](const auto& one) {
          if constexpr (requires { one.fault; }) {
            if (one.fault != kNoFault) faults.push_back(one.fault);
          }
        },
        effect);
  }
  return faults;
}

/// The body of the only answer among the effects, which must be of that kind.
template <typename Body>
Body body_of(const Effects& effects) {
  const auto responses = frames<core::Response>(effects);
  if (responses.size() != 1 || !responses[0].body) throw std::runtime_error("no single body");
  return std::get<Body>(*responses[0].body);
}

inline core::ChatMessage chat(std::string_view text) {
  core::ChatMessage message;
  message.sender = kBuyer;
  message.sender_name = "买家甲";
  message.text = text;
  message.item = "800000000001";
  return message;
}

inline std::string device_of(std::string_view user) {
  return "0A1B2C3D-4E5F-4A6B-8C7D-0E1F2A3B4C5D-" + std::string(user);
}

class Bench {
 public:
  explicit Bench(const Options& options = {}) : server(options, core::Seed{7}) {}

  Effects handle(const Input& input) {
    Effects effects;
    server.handle(input, now, effects);
    return effects;
  }

  Effects receive(SessionId session, core::Frame frame) {
    return handle(Received{session, std::move(frame)});
  }

  Effects command(Command command) { return handle(Control{std::move(command)}); }

  Effects begin(FaultId fault, Behaviour behaviour, std::string_view user = {}) {
    return command(BeginBehaviour{{fault, user, std::move(behaviour)}});
  }
  Effects end(FaultId fault, Behaviour behaviour, std::string_view user = {}) {
    return command(EndBehaviour{{fault, user, std::move(behaviour)}});
  }

  Effects push(std::string_view user, std::string_view text = "在吗") {
    return command(SubmitPush{user, {chat(text)}});
  }

  /// Lets time pass, with a tick at each deadline on the way and one at the end.
  Effects wait(core::Duration time) {
    const Instant end = now + time;
    Effects effects;
    while (now < end) {
      now = std::min(end, std::max(now, server.next_deadline()));
      Effects more;
      server.tick(now, more);
      effects.insert(effects.end(), more.begin(), more.end());
    }
    return effects;
  }

  std::string token(std::string_view user) {
    return server.serve({ServiceKind::token, user, device_of(user)}, now).token;
  }

  /// A new connection, with or without the user in its cookie.
  SessionId accept(std::string_view user = {}) {
    const SessionId session{accepted_++};
    handle(Accepted{session, user});
    return session;
  }

  Effects register_user(SessionId session, std::string_view user) {
    return receive(session, core::Register{"1 0", token(user), device_of(user)});
  }

  Effects ack_diff(SessionId session) { return receive(session, core::AckDiff{"2 0", 0, 0}); }

  /// A new connection of the user, registered; ackDiff is yet to come.
  SessionId registered(std::string_view user) {
    const SessionId session = accept(user);
    register_user(session, user);
    return session;
  }

  /// A new connection of the user that is ready for pushes. What waited goes to the wind.
  SessionId ready(std::string_view user) {
    const SessionId session = registered(user);
    ack_diff(session);
    return session;
  }

  Effects heartbeat(SessionId session) { return receive(session, core::Heartbeat{"3 0"}); }
  Effects acknowledge(SessionId session, const core::Mid& mid) {
    return receive(session, core::Ack{mid, {}, false});
  }

  XianyuServer server;
  Instant now = core::kStart + seconds(1);

 private:
  std::uint32_t accepted_ = 0;
};

}  // namespace fishtank::server_mock::test
