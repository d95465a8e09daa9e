#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/frame.hpp"
#include "core/time.hpp"
#include "server_mock/behaviour.hpp"
#include "server_mock/effect.hpp"
#include "server_mock/ids.hpp"
#include "server_mock/user.hpp"

namespace fishtank::server_mock {

/// An answer that goes out later (SlowReplies).
struct DelayedAnswer {
  SessionId session{};
  ConnectionSerial serial = kNoConnection;
  FaultId fault = kNoFault;
  core::Response response;

  bool operator==(const DelayedAnswer&) const = default;
};

/// Whether a push was acknowledged is looked at once more.
struct AckCheck {
  enum class Then : std::uint8_t { send_again, disconnect };
  Then then = Then::send_again;
  UserIndex user = kNobody;
  PushId push{};
  SessionId session{};                      ///< it was sent in
  ConnectionSerial serial = kNoConnection;  ///< the same
  std::size_t sendings = 0;  ///< so often, then; if more by now, a later check will do

  bool operator==(const AckCheck&) const = default;
};

/// A push goes out once more (DuplicatePush).
struct CopyDue {
  SessionId session{};
  ConnectionSerial serial = kNoConnection;
  FaultId fault = kNoFault;
  PushId push{};
  PushItems items;

  bool operator==(const CopyDue&) const = default;
};

/// More junk goes out (Flood).
struct JunkDue {
  Activation activation;
  core::Instant began;
  std::int64_t number = 0;  ///< from 0

  bool operator==(const JunkDue&) const = default;
};

/// A session gets its next application ping (Options::app_ping_interval).
struct AppPingDue {
  SessionId session{};
  ConnectionSerial serial = kNoConnection;

  bool operator==(const AppPingDue&) const = default;
};

/// What the server has yet to do, by time; at the same moment, what was entered first. Nothing is
/// ever taken back: whoever carries an item out looks whether it still matters.
class Agenda {
 public:
  using Item = std::variant<DelayedAnswer, AckCheck, CopyDue, JunkDue, AppPingDue>;

  void add(core::Instant due, Item item);

  /// The next moment something is due; kNever if nothing is.
  core::Instant next_due() const { return heap_.empty() ? core::kNever : heap_.front().due; }

  /// Takes out the next item that is due at `now`.
  std::optional<Item> take_due(core::Instant now);

  bool operator==(const Agenda&) const = default;

 private:
  struct Entry {
    core::Instant due;
    std::uint64_t order = 0;
    Item item;

    bool operator==(const Entry&) const = default;
  };

  static bool goes_after(const Entry& left, const Entry& right);

  std::uint64_t entered_ = 0;
  std::vector<Entry> heap_;  ///< the next one at the front
};

}  // namespace fishtank::server_mock
