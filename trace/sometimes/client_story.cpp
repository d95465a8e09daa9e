#include "trace/sometimes/client_story.hpp"

#include "core/effect.hpp"
#include "trace/losses.hpp"

namespace fishtank::trace {

using core::State;

void ClientStory::see(const Record& record) {
  switch (record.kind) {
    case RecordKind::state_changed: return change_state(record);
    case RecordKind::stop: stopping = state != State::closed; return;
    case RecordKind::account_enabled:
      if (record.detail != 0) return;
      was_disabled = true;
      stopping = state != State::closed && state != State::disconnected;
      return;
    case RecordKind::note:
      if (static_cast<core::NoteKind>(record.detail) != core::NoteKind::heartbeat_failed) return;
      heartbeat_fails = true;
      return;
    case RecordKind::sent: heartbeat_fails = false; return;
    case RecordKind::start: login_asked_at = core::kNever; return;
    case RecordKind::restart_instance: reborn = true; return;
    default:
      see_transport(record);
      see_services(record);
      see_messages(record);
      return see_world(record);
  }
}

void ClientStory::see_transport(const Record& record) {
  switch (record.kind) {
    case RecordKind::open_transport:
      transport = Transport::opening;
      attempt = static_cast<std::uint32_t>(record.a);
      return;
    case RecordKind::opened:
      if (is_current(record) && transport == Transport::opening) transport = Transport::open;
      return;
    case RecordKind::close_transport: transport = Transport::closing; return;
    case RecordKind::abort_transport: transport = Transport::none; return;
    case RecordKind::open_failed:
    case RecordKind::closed:
      if (is_current(record)) transport = Transport::none;
      return;
    default: return;
  }
}

void ClientStory::see_services(const Record& record) {
  const auto outcome = static_cast<core::ServiceOutcome>(record.detail);
  switch (record.kind) {
    case RecordKind::token_result:
      token_outcome = outcome;
      token_answered_at = record.at;
      return;
    case RecordKind::refresh_cookie: cookie_asked_at = record.at; return;
    case RecordKind::cookie_result: cookie_asked_at = core::kNever; return;
    case RecordKind::password_login:
      login_asked_at = record.at;
      if (state == State::failed) asked_for_login = true;
      return;
    case RecordKind::login_result:
      login_asked_at = core::kNever;
      login_failed = state == State::failed && outcome != core::ServiceOutcome::success;
      return;
    default: return;
  }
}

void ClientStory::see_messages(const Record& record) {
  switch (record.kind) {
    case RecordKind::deliver: ++handlers; return;
    case RecordKind::handler_done:
      if (handlers == policy->inbox.max_handlers) handler_freed_at = record.at;
      if (handlers > 0) --handlers;
      return;
    case RecordKind::discarded:
      if (static_cast<core::Discard>(record.detail) == core::Discard::undecodable) {
        met_undecodable = true;
      }
      return;
    case RecordKind::send_chat: ++chats; return;
    case RecordKind::chat_done:
      if (chats > 0) --chats;
      if (chats == 0) chats_met_a_loss = false;
      return;
    default: return;
  }
}

void ClientStory::see_world(const Record& record) {
  switch (record.kind) {
    case RecordKind::fault_started: faults_at_work |= line_bit(record.a) & lines->lasting; return;
    case RecordKind::fault_ended: faults_at_work &= ~line_bit(record.a); return;
    case RecordKind::touched: touched_by = record.fault; return;
    case RecordKind::frozen: frozen_since = record.at; return;
    default: return;
  }
}

void ClientStory::change_state(const Record& record) {
  state = state_to(record);
  state_since = record.at;
  if (state_from(record) == State::connected) heartbeat_fails = false;
  if (is_loss(record) && chats > 0) chats_met_a_loss = true;
  switch (state) {
    case State::connected:
      ++connects;
      reborn = false;
      return;
    case State::failed:
      asked_for_login = logging_in(record.at);
      login_failed = false;
      return;
    case State::disconnected:
    case State::closed:
      stopping = false;
      handlers = 0;
      return;
    case State::connecting:
    case State::reconnecting: return;
  }
}

}  // namespace fishtank::trace
