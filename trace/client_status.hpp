#pragma once

#include <cstdint>

#include "core/state.hpp"
#include "trace/custody.hpp"
#include "trace/record.hpp"
#include "trace/server_session.hpp"

namespace fishtank::trace {

/// Where a client stands, from the records alone: what its owner wants of it, the state it is in,
/// what the server holds of it, and the messages that are still on their way. Kept once for each
/// client of a run; the metrics, the checks and convergence read it.
struct ClientStatus {
  /// What the owner of the account wants.
  enum class Wish : std::uint8_t {
    none,      ///< never started, or enabled again and not started since
    running,   ///< started
    disabled,  ///< the account is disabled
    stopped,   ///< for good
  };

  Wish wish = Wish::none;
  core::State state = core::State::disconnected;
  ServerSession session;
  Custody custody;

  bool wanted() const { return wish == Wish::running; }

  void see(const Record& record) {
    switch (record.kind) {
      case RecordKind::state_changed: state = state_to(record); return;
      case RecordKind::start:
        if (wish == Wish::none) wish = Wish::running;
        return;
      case RecordKind::stop: wish = Wish::stopped; return;
      case RecordKind::account_enabled: enable(record.detail != 0); return;
      case RecordKind::server_accepted:
      case RecordKind::server_registered:
      case RecordKind::server_refused:
      case RecordKind::server_gone:
      case RecordKind::server_kicked:
      case RecordKind::server_closed: return session.see(record);
      case RecordKind::push_accepted:
      case RecordKind::push_acknowledged:
      case RecordKind::deliver:
      case RecordKind::discarded: return custody.see(record);
      default: return;
    }
  }

 private:
  void enable(bool enabled) {
    if (wish == Wish::stopped) return;
    if (!enabled) wish = Wish::disabled;
    if (enabled && wish == Wish::disabled) wish = Wish::none;
  }
};

}  // namespace fishtank::trace
