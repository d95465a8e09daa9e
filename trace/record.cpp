#include "trace/record.hpp"

#include <array>

namespace fishtank::trace {

std::string_view name(RecordKind kind) {
  static constexpr std::array<std::string_view, kRecordKinds> kNames{
      "start",
      "stop",
      "account_enabled",
      "clock_set",
      "opened",
      "open_failed",
      "closed",
      "received",
      "received_garbage",
      "pong_received",
      "sent",
      "send_failed",
      "token_result",
      "cookie_result",
      "login_result",
      "handler_done",
      "tasks_cancelled",
      "send_chat",
      "open_transport",
      "close_transport",
      "abort_transport",
      "send",
      "send_ping",
      "request_token",
      "refresh_cookie",
      "password_login",
      "deliver",
      "discarded",
      "chat_done",
      "state_changed",
      "note",
      "cancel_tasks",
      "restart_instance",
      "server_accepted",
      "server_gone",
      "server_registered",
      "server_refused",
      "server_ready",
      "server_received",
      "server_kicked",
      "server_closed",
      "push_accepted",
      "push_sent",
      "push_acknowledged",
      "chat_accepted",
      "fault_started",
      "fault_ended",
      "touched",
      "frozen",
      "thawed",
      "action",
      "violation",
      "run_ended",
      "server_ping",
      "server_pong",
      "server_withheld",
      "server_turned_away",
      "server_app_ping",
  };
  static_assert(!kNames.back().empty(), "each kind has its name");
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace fishtank::trace
