#pragma once

#include <variant>

#include "core/frame.hpp"
#include "core/message.hpp"
#include "server_mock/command.hpp"
#include "server_mock/ids.hpp"

/// What can happen to the server. The host turns the world into these values, one at a time.
namespace fishtank::server_mock {

/// A WebSocket is open.
struct Accepted {
  SessionId session{};
  core::UserId user;  ///< `unb` of the upgrade's cookie; empty if it had none (goofish-client)

  bool operator==(const Accepted&) const = default;
};

/// A frame came in. One for a session that is over is ignored: it was under way.
struct Received {
  SessionId session{};
  core::Frame frame;

  bool operator==(const Received&) const = default;
};

/// The connection has ended, however that came about.
struct Gone {
  SessionId session{};

  bool operator==(const Gone&) const = default;
};

/// The scenario commands.
struct Control {
  Command command;

  bool operator==(const Control&) const = default;
};

using Input = std::variant<Accepted, Received, Gone, Control>;

}  // namespace fishtank::server_mock
