#include "trace/words.hpp"

#include <fmt/format.h>

#include <array>
#include <variant>

#include "core/effect.hpp"
#include "plan/units.hpp"
#include "trace/check.hpp"
#include "trace/losses.hpp"

namespace fishtank::trace {

namespace {

using plan::print_duration;

Duration nanoseconds_in(std::uint64_t number) {
  return Duration(static_cast<std::int64_t>(number));
}

/// Enough of a digest to find its equal by eye.
std::string tag(std::uint64_t digest) { return fmt::format("[{:08x}]", digest >> 32U); }

std::string transport(const Record& record) {
  return fmt::format("transport {}", static_cast<unsigned>(attempt_of(record)));
}

std::string frame(const Record& record) {
  return fmt::format("{}{} {}", name(frame_kind(record.detail)),
                     frame_refused(record.detail) ? ", refusing" : "", tag(record.b));
}

std::string outcome(std::string_view service, const Record& record) {
  return fmt::format("{}: {}", service, name(static_cast<core::ServiceOutcome>(record.detail)));
}

/// The kind of message by the index of the PushItem.
std::string_view message_kind(std::uint64_t index) {
  static constexpr std::array<std::string_view, 6> kNames{
      "chat message", "order status", "typing", "read receipt", "notice", "undecodable message"};
  static_assert(kNames.size() == std::variant_size_v<core::PushItem>);
  return index < kNames.size() ? kNames[index] : "message";
}

std::string note_words(const Record& record) {
  const auto failure_class = [&] { return name(static_cast<core::FailureClass>(record.b)); };
  switch (const auto kind = static_cast<core::NoteKind>(record.detail)) {
    case core::NoteKind::failure_counted:
      return fmt::format("failure {} counted ({})", record.a, failure_class());
    case core::NoteKind::retry_scheduled:
      return fmt::format("tries again in {} ({})", print_duration(nanoseconds_in(record.a)),
                         failure_class());
    case core::NoteKind::heartbeat_failed:
      return fmt::format("heartbeat not sent, {} in a row", record.a);
    case core::NoteKind::stuck:
      return fmt::format("stuck for {}", print_duration(nanoseconds_in(record.a)));
    case core::NoteKind::token_failed:
      return fmt::format("no token: {}", name(static_cast<core::ServiceOutcome>(record.b)));
    case core::NoteKind::token_withheld:
      return fmt::format("refuses itself a token {} after a message",
                         print_duration(nanoseconds_in(record.a)));
    case core::NoteKind::heartbeat_abandoned: return "ends its heartbeat, leaves the socket open";
    case core::NoteKind::stale_input:
    case core::NoteKind::heartbeat_refused:
    case core::NoteKind::registration_refused: return fmt::format("{}: {}", name(kind), record.a);
    case core::NoteKind::undecodable_frame:
    case core::NoteKind::forced_stop: return std::string(name(kind));
  }
  return "note";
}

std::string input_words(const Record& record) {
  switch (record.kind) {
    case RecordKind::start: return record.detail != 0 ? "start" : "start, which cannot begin";
    case RecordKind::stop: return "stop";
    case RecordKind::account_enabled:
      return record.detail != 0 ? "account enabled" : "account disabled";
    case RecordKind::clock_set:
      return fmt::format("calendar shows {}",
                         plan::print_wall_time(static_cast<std::int64_t>(record.a)));
    case RecordKind::opened: return transport(record) + " is open";
    case RecordKind::open_failed:
      return fmt::format("{} cannot be opened: {}", transport(record),
                         name(static_cast<core::OpenFailure>(record.detail)));
    case RecordKind::closed:
      return fmt::format("{} closed: {} ({})", transport(record),
                         name(static_cast<core::CloseCause>(record.detail)), record.b);
    case RecordKind::received: return "<- " + frame(record);
    case RecordKind::received_garbage: return "<- no frame";
    case RecordKind::pong_received: return "<- Pong";
    case RecordKind::sent: return fmt::format("{} took frame {}", transport(record), record.b);
    case RecordKind::send_failed:
      return fmt::format("{} cannot take frame {}", transport(record), record.b);
    case RecordKind::token_result:
      return outcome("token", record) + (record.detail == 0 ? " " + tag(record.b) : "");
    case RecordKind::cookie_result: return outcome("cookie refresh", record);
    case RecordKind::login_result: return outcome("password login", record);
    case RecordKind::handler_done: return fmt::format("handler {} is done", record.a);
    case RecordKind::tasks_cancelled: return "tasks have ended";
    case RecordKind::send_chat: return fmt::format("chat {} to be sent", record.a);
    default: return std::string(name(record.kind));
  }
}

std::string effect_words(const Record& record) {
  switch (record.kind) {
    case RecordKind::open_transport: return "opens " + transport(record);
    case RecordKind::close_transport:
      return fmt::format("closes {} ({})", transport(record), record.b);
    case RecordKind::abort_transport: return "aborts " + transport(record);
    case RecordKind::send: return "-> " + frame(record);
    case RecordKind::send_ping: return "-> Ping";
    case RecordKind::request_token: return "asks for a token";
    case RecordKind::refresh_cookie: return "asks for fresh cookies";
    case RecordKind::password_login: return "logs in by password";
    case RecordKind::deliver:
      return fmt::format("{} delivered {}", message_kind(record.detail), tag(record.b));
    case RecordKind::discarded:
      return fmt::format("{} discarded as {} {}", message_kind(record.a),
                         name(static_cast<core::Discard>(record.detail)), tag(record.b));
    case RecordKind::chat_done:
      return fmt::format("chat {} {}", record.a,
                         name(static_cast<core::ChatResult>(record.detail)));
    case RecordKind::state_changed:
      return fmt::format("{} -> {}  {}", name(state_from(record)), name(state_to(record)),
                         name(reason_of(record)));
    case RecordKind::note: return note_words(record);
    case RecordKind::cancel_tasks: return "cancels its tasks";
    case RecordKind::restart_instance: return "begins a new life";
    default: return std::string(name(record.kind));
  }
}

std::string server_words(const Record& record) {
  const std::string session = fmt::format("server: session {}", record.a);
  switch (record.kind) {
    case RecordKind::server_accepted: return session + " accepted";
    case RecordKind::server_gone: return session + " is gone";
    case RecordKind::server_registered: return session + " registered";
    case RecordKind::server_refused:
      return fmt::format("{} refused registration ({})", session, record.b);
    case RecordKind::server_ready: return session + " is ready for messages";
    case RecordKind::server_received: return "server: <- " + frame(record);
    case RecordKind::server_kicked: return session + " kicked";
    case RecordKind::server_closed:
      return record.b == 0 ? session + " cut off"
                           : fmt::format("{} closed ({})", session, record.b);
    case RecordKind::push_accepted:
      return fmt::format("server: {} accepted {}", message_kind(record.detail), tag(record.b));
    case RecordKind::push_sent:
      return fmt::format("server: message pushed{} {}", record.detail != 0 ? " again" : "",
                         tag(record.b));
    case RecordKind::push_acknowledged:
      return fmt::format("server: message acknowledged {}", tag(record.b));
    case RecordKind::chat_accepted: return fmt::format("server: chat accepted {}", tag(record.b));
    case RecordKind::server_ping: return session + " pinged";
    case RecordKind::server_pong: return session + " sent a Pong";
    case RecordKind::server_withheld:
      return fmt::format("{} is not sent a {}", session, core::name(frame_kind(record.detail)));
    case RecordKind::server_turned_away:
      return record.b == 0 ? "server: upgrade cut off"
                           : fmt::format("server: upgrade refused ({})", record.b);
    case RecordKind::server_app_ping: return session + " sent {\"type\":\"ping\"}";
    default: return std::string(name(record.kind));
  }
}

std::string violation_words(const Record& record) {
  const auto all = checks();
  const std::string_view check = record.detail < all.size() ? all[record.detail]->name : "check";
  return fmt::format("VIOLATED {} since {}", check, print_duration(nanoseconds_in(record.b)));
}

std::string world_words(const Record& record, const plan::Plan& plan) {
  switch (record.kind) {
    case RecordKind::fault_started:
      return event_name(plan, record.a) + (record.b == 0 ? " begins" : " goes on");
    case RecordKind::fault_ended: return event_name(plan, record.a) + " ends";
    case RecordKind::touched:
      return fmt::format("touched by {}", event_name(plan, record.fault - std::size_t{1}));
    case RecordKind::frozen: return "host stands still";
    case RecordKind::thawed: return "host goes on";
    case RecordKind::action: return "scenario: " + event_name(plan, record.a);
    case RecordKind::violation: return violation_words(record);
    case RecordKind::run_ended: return "end of the run";
    default: return std::string(name(record.kind));
  }
}

struct EventName {
  std::string operator()(const plan::FaultUse& use) const {
    return fmt::format("fault {}", use.fault == nullptr ? "?" : use.fault->name);
  }
  std::string operator()(const plan::PushAction&) const { return "push"; }
  std::string operator()(const plan::SendAction&) const { return "send"; }
  std::string operator()(const plan::StartAction&) const { return "start"; }
  std::string operator()(const plan::StopAction&) const { return "stop"; }
  std::string operator()(const plan::DisableAction&) const { return "disable"; }
  std::string operator()(const plan::EnableAction&) const { return "enable"; }
};

}  // namespace

std::string event_name(const plan::Plan& plan, std::size_t event) {
  if (event >= plan.timeline.size()) return "an unknown event";
  return std::visit(EventName(), plan.timeline[event].action);
}

std::string words(const Record& record, const plan::Plan& plan) {
  if (record.kind < RecordKind::open_transport) return input_words(record);
  if (record.kind < RecordKind::server_accepted) return effect_words(record);
  if (record.kind < RecordKind::fault_started) return server_words(record);
  if (record.kind > RecordKind::run_ended) return server_words(record);
  return world_words(record, plan);
}

}  // namespace fishtank::trace
