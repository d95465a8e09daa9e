#pragma once

#include <cstdint>

#include "core/input.hpp"
#include "core/policy.hpp"
#include "core/state.hpp"
#include "trace/record.hpp"

namespace fishtank::trace {

/// The timeline's lines by what they mean to a client, a bit for each of the first 64.
struct FaultLines {
  std::uint64_t lasting = 0;    ///< faults that last for a while
  std::uint64_t half_open = 0;  ///< those of them that leave a connection half-open
};

/// What happened to a client so far, as far as a rare situation may ask. It is told nothing that
/// happens with every heartbeat, but for the first frame that is sent after one that could not be.
struct ClientStory {
  /// The kinds of records that it changes with.
  static constexpr KindSet kSees =
      kinds(RecordKind::start, RecordKind::stop, RecordKind::account_enabled, RecordKind::opened,
            RecordKind::open_failed, RecordKind::closed, RecordKind::token_result,
            RecordKind::cookie_result, RecordKind::login_result, RecordKind::handler_done,
            RecordKind::open_transport, RecordKind::close_transport, RecordKind::abort_transport,
            RecordKind::refresh_cookie, RecordKind::password_login, RecordKind::deliver,
            RecordKind::discarded, RecordKind::state_changed, RecordKind::note,
            RecordKind::restart_instance, RecordKind::fault_started, RecordKind::fault_ended,
            RecordKind::touched, RecordKind::frozen, RecordKind::send_chat, RecordKind::chat_done);

  enum class Transport : std::uint8_t { none, opening, open, closing };

  const core::Policy* policy = nullptr;
  const FaultLines* lines = nullptr;

  core::State state = core::State::disconnected;
  Instant state_since{};
  Transport transport = Transport::none;
  std::uint32_t attempt = 0;  ///< the last one
  std::uint32_t connects = 0;
  bool stopping = false;         ///< stopped or disabled, and not at rest yet
  bool was_disabled = false;     ///< once
  bool reborn = false;           ///< the instance was restarted, and was not CONNECTED since
  bool heartbeat_fails = false;  ///< the last heartbeat could not be sent
  bool met_undecodable = false;  ///< a message that could not be read
  bool asked_for_login = false;  ///< since FAILED
  bool login_failed = false;     ///< since FAILED
  core::ServiceOutcome token_outcome = core::ServiceOutcome::success;  ///< the last answer
  Instant token_answered_at = core::kNever;
  Instant cookie_asked_at = core::kNever;  ///< kNever: no refresh is under way
  Instant login_asked_at = core::kNever;   ///< kNever: none is under way, or was answered
  Instant frozen_since = core::kNever;
  Instant handler_freed_at = core::kNever;  ///< when the last handler ended while all were busy
  std::int32_t chats = 0;                   ///< without an outcome yet
  bool chats_met_a_loss = false;            ///< some of them
  std::int32_t handlers = 0;                ///< running
  std::uint16_t touched_by = 0;             ///< Record::fault of the last `touched`
  std::uint64_t faults_at_work = 0;         ///< lines of FaultLines::lasting

  /// The record belongs to the transport attempt under way.
  bool is_current(const Record& record) const {
    return transport != Transport::none && attempt == static_cast<std::uint32_t>(record.a);
  }

  bool in(core::State which) const { return state == which; }

  /// A password login is under way; one that was given up is not.
  bool logging_in(Instant at) const {
    return login_asked_at != core::kNever && at - login_asked_at < policy->recovery.login_timeout;
  }

  void see(const Record& record);

 private:
  void see_transport(const Record& record);
  void see_services(const Record& record);
  void see_messages(const Record& record);
  void see_world(const Record& record);
  void change_state(const Record& record);
};

/// The bit of a line of the timeline; 0 for those behind the 64th.
constexpr std::uint64_t line_bit(std::uint64_t event) {
  return event < 64 ? std::uint64_t{1} << event : 0;
}

}  // namespace fishtank::trace
