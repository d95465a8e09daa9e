#include "trace/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plan/units.hpp"
#include "trace/words.hpp"

namespace fishtank::trace {

namespace {

Topic topic_of_frame(const Record& record) {
  switch (frame_kind(record.detail)) {
    case core::FrameKind::heartbeat:
    case core::FrameKind::response: return Topic::heartbeat;
    default: return Topic::frame;
  }
}

std::string moment(core::Instant at) { return plan::print_duration(at - core::kStart); }

}  // namespace

Topic topic_of(const Record& record) {
  switch (record.kind) {
    case RecordKind::start:
    case RecordKind::stop:
    case RecordKind::account_enabled:
    case RecordKind::state_changed:
    case RecordKind::restart_instance:
    case RecordKind::run_ended: return Topic::state;
    case RecordKind::fault_started:
    case RecordKind::fault_ended:
    case RecordKind::touched:
    case RecordKind::frozen:
    case RecordKind::thawed:
    case RecordKind::action:
    case RecordKind::violation: return Topic::fault;
    case RecordKind::push_accepted:
    case RecordKind::deliver:
    case RecordKind::discarded:
    case RecordKind::send_chat:
    case RecordKind::chat_accepted:
    case RecordKind::chat_done: return Topic::message;
    case RecordKind::note: return Topic::note;
    case RecordKind::request_token:
    case RecordKind::refresh_cookie:
    case RecordKind::password_login:
    case RecordKind::token_result:
    case RecordKind::cookie_result:
    case RecordKind::login_result: return Topic::service;
    case RecordKind::open_transport:
    case RecordKind::close_transport:
    case RecordKind::abort_transport:
    case RecordKind::opened:
    case RecordKind::open_failed:
    case RecordKind::closed:
    case RecordKind::server_accepted:
    case RecordKind::server_gone:
    case RecordKind::server_registered:
    case RecordKind::server_refused:
    case RecordKind::server_ready:
    case RecordKind::server_kicked:
    case RecordKind::server_closed: return Topic::connection;
    case RecordKind::send:
    case RecordKind::received:
    case RecordKind::server_received: return topic_of_frame(record);
    default: return Topic::frame;
  }
}

bool is_important(Topic topic) { return topic <= Topic::note; }

Timeline::Timeline(const plan::Plan& plan) : plan_(plan) {
  std::uint32_t last = 0;
  for (const plan::Client& group : plan.clients) {
    last += static_cast<std::uint32_t>(group.count);
    // The last of a group has the longest number.
    if (group.count > 0) {
      name_width_ = std::max(name_width_, plan::client_name(plan, last - 1).size());
    }
  }
}

void Timeline::make_room(core::Instant at) {
  time_width_ = std::max(time_width_, moment(at).size());
}

std::string Timeline::line(const Record& record) const {
  const bool of_a_client = record.client != kNoClient;
  const bool names_fault = record.fault != 0 && record.kind != RecordKind::touched &&
                           record.kind != RecordKind::fault_started &&
                           record.kind != RecordKind::fault_ended;
  return fmt::format(
      "{:>{}}  {:<{}}  {}{}", moment(record.at), time_width_,
      of_a_client ? plan::client_name(plan_, record.client) : "", name_width_, words(record, plan_),
      names_fault ? fmt::format("  ({})", event_name(plan_, record.fault - std::size_t{1})) : "");
}

}  // namespace fishtank::trace
