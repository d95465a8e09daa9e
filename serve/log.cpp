#include "serve/log.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/frame.hpp"

namespace fishtank::serve {

using trace::Record;
using trace::RecordKind;

namespace {

bool is_important(RecordKind kind) {
  switch (kind) {
    case RecordKind::server_received:
    case RecordKind::server_withheld:
    case RecordKind::push_acknowledged:
    case RecordKind::server_ping:
    case RecordKind::server_pong:
    case RecordKind::server_app_ping: return false;
    default: return true;
  }
}

/// The fault that a record is of; null: none.
const plan::FaultUse* fault_of(const Record& record, const plan::Plan& plan) {
  const auto event = static_cast<std::size_t>(record.fault) - 1;
  if (record.fault == 0 || event >= plan.timeline.size()) return nullptr;
  return std::get_if<plan::FaultUse>(&plan.timeline[event].action);
}

std::string_view fault_name(const Record& record, const plan::Plan& plan) {
  const plan::FaultUse* const use = fault_of(record, plan);
  return use == nullptr ? "" : use->fault->name;
}

/// A step without length ends as it begins, and steps that begin together are one to a reader.
bool is_news(const Record& record, const plan::Plan& plan) {
  const plan::FaultUse* const use = fault_of(record, plan);
  if (use == nullptr) return true;
  const std::vector<plan::Step> steps = use->fault->steps(use->arguments, use->length);
  if (record.b >= steps.size()) return true;
  const plan::Step& step = steps[record.b];
  if (record.kind == RecordKind::fault_ended) return step.length != Duration::zero();
  return record.b == 0 || steps[record.b - 1].after != step.after;
}

/// What happened, in words; empty: nothing to tell.
std::string words(const Record& record, const plan::Plan& plan) {
  switch (record.kind) {
    case RecordKind::server_accepted: return "connected";
    case RecordKind::server_registered:  // told with its user by the service
    case RecordKind::server_gone:        // told with its cause by the service
      return "";
    case RecordKind::server_refused:
      return fmt::format("registration refused with code {}", record.b);
    case RecordKind::server_ready: return "ready for messages (ackDiff came)";
    case RecordKind::server_received:
      return fmt::format("sent {}", core::name(trace::frame_kind(record.detail)));
    case RecordKind::server_kicked: return "was kicked";
    case RecordKind::server_closed:
      return record.b == 0 ? "was cut off by the server"
                           : fmt::format("was closed by the server with code {}", record.b);
    case RecordKind::push_accepted: return "has a message waiting";
    case RecordKind::push_sent: return record.detail != 0 ? "got a message again" : "got a message";
    case RecordKind::push_acknowledged: return "acknowledged a message";
    case RecordKind::chat_accepted: return "sent a chat message";
    case RecordKind::server_ping: return "got a Ping";
    case RecordKind::server_pong: return "answered with a Pong";
    case RecordKind::server_withheld:
      return fmt::format("was not sent {}", core::name(trace::frame_kind(record.detail)));
    case RecordKind::server_turned_away:
      return record.b == 0 ? "was cut off instead of an answer to its upgrade"
                           : fmt::format("was turned away with HTTP status {}", record.b);
    case RecordKind::server_app_ping: return "got {\"type\":\"ping\"}";
    case RecordKind::fault_started:
      if (!is_news(record, plan)) return "";
      return fmt::format("fault {} {}", fault_name(record, plan),
                         record.b == 0 ? "begins" : "goes on");
    case RecordKind::fault_ended:
      return is_news(record, plan) ? fmt::format("fault {} ends", fault_name(record, plan)) : "";
    case RecordKind::touched:
      return fmt::format("fault {} makes a difference", fault_name(record, plan));
    default: return "";
  }
}

}  // namespace

bool is_of_the_world(RecordKind kind) {
  return kind == RecordKind::fault_started || kind == RecordKind::fault_ended ||
         kind == RecordKind::touched || kind == RecordKind::action;
}

std::string moment_text(Instant at) {
  const auto ms = core::duration_cast<core::milliseconds>(at.time_since_epoch()).count();
  return fmt::format("{:>8}.{:03}s  ", ms / 1000, ms % 1000);
}

std::string text_of(const net::Ending& ending) {
  switch (ending.cause) {
    case net::CloseCause::close_frame: return fmt::format("it closed with code {}", ending.code);
    case net::CloseCause::own_close: return "closed by the server";
    case net::CloseCause::end_of_stream: return "end of stream without a close frame (FIN)";
    case net::CloseCause::reset: return "reset (RST)";
    case net::CloseCause::timed_out: return "its host does not answer any more (TCP gave up)";
    case net::CloseCause::close_unanswered: return "no answer to the server's close";
    case net::CloseCause::protocol_error:
      return fmt::format("it broke RFC 6455 ({}): {}", ending.code, ending.reason);
  }
  __builtin_unreachable();
}

std::string_view text_of(net::Shed why) {
  switch (why) {
    case net::Shed::connections: return "too many connections";
    case net::Shed::handshake: return "its handshake took too long";
    case net::Shed::http_head: return "its HTTP head is too long";
    case net::Shed::http_body: return "its HTTP body is too long";
    case net::Shed::buffered: return "it does not read what it is sent";
  }
  __builtin_unreachable();
}

std::optional<std::string> words_of(const Record& record, const plan::Plan& plan, Detail detail) {
  if (detail == Detail::important && !is_important(record.kind)) return std::nullopt;
  std::string text = words(record, plan);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::string json_of(const Record& record, const VisitorBook& book) {
  nlohmann::ordered_json json;
  json["at_ns"] = record.at.time_since_epoch().count();
  if (!is_of_the_world(record.kind)) json["visitor"] = book.name(record.client);
  json["kind"] = trace::name(record.kind);
  if (record.kind == RecordKind::server_received) {
    json["frame"] = core::name(trace::frame_kind(record.detail));
  } else if (record.detail != 0) {
    json["detail"] = record.detail;
  }
  json["a"] = record.a;
  json["b"] = record.b;
  if (record.fault != 0) json["fault"] = record.fault;
  return json.dump();
}

}  // namespace fishtank::serve
