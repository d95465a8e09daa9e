#include "onlooker/visit.hpp"

#include <algorithm>
#include <iterator>

namespace fishtank::onlooker {

using core::FrameKind;
using trace::Record;
using trace::RecordKind;

namespace {

/// After something held the bytes or the process up: TCP tries again ever more rarely, and what has
/// piled up is worked off. (Ours.)
constexpr Duration kSettles = core::seconds(60);

}  // namespace

bool is_request(FrameKind kind) {
  switch (kind) {
    case FrameKind::heartbeat:
    case FrameKind::registration:
    case FrameKind::ack_diff:
    case FrameKind::get_state:
    case FrameKind::send_text:
    case FrameKind::create_conversation:
    case FrameKind::list_conversations:
    case FrameKind::list_messages:
    case FrameKind::other_request: return true;
    default: return false;
  }
}

void Disturbances::add(const Weather::Step& step, int by) {
  if (step.hides_heartbeat_answers) hide_heartbeat_answers += by;
  if (step.hides_answers) hide_answers += by;
  if (step.disturbs) disturb += by;
  if (step.keeps_out) keep_out += by;
}

Visit::Visit(const Disturbances& weather, Instant now, Duration gone_within)
    : weather_(weather), gone_within_(gone_within), first_seen_(now) {}

const Session* Visit::find(std::uint64_t id) const {
  const auto found = std::ranges::find(open_, id, &Session::id);
  return found == open_.end() ? nullptr : &*found;
}

Session* Visit::at(std::uint64_t id) {
  const auto found = std::ranges::find(open_, id, &Session::id);
  return found == open_.end() ? nullptr : &*found;
}

void Visit::see_fault(const Weather::Step& step, bool begins, Instant now) {
  weather_.add(step, begins ? 1 : -1);
  if (step.disturbs && !begins) calm_from_ = now + kSettles;
  if (step.keeps_out && !begins) admitted_from_ = now;
}

Instant Visit::timed_from() const {
  const bool slept = weather_.slept_until != Instant{};
  return slept ? weather_.slept_until + kSettles : Instant{};
}

void Visit::see(const Record& record) {
  answer_ = Answer::none;
  came_after_.reset();
  switch (record.kind) {
    case RecordKind::server_accepted:
      attempt();
      open_.push_back(
          {.id = record.a, .accepted = record.at, .heard = record.at, .there = record.at});
      return;
    case RecordKind::server_turned_away:
      attempt();
      last_end_ = {.at = record.at,
                   .heard = record.at,
                   .code = record.b,
                   .by_server = true,
                   .turned_away = true};
      return;
    case RecordKind::server_gone:
    case RecordKind::server_closed: return end(record);
    case RecordKind::server_registered:
      if (Session* session = at(record.a)) {
        session->registered = true;
        session->confirmed = session->answered;
      }
      return;
    case RecordKind::server_ready:
      if (Session* session = at(record.a)) session->ready = true;
      return;
    case RecordKind::server_refused:
    case RecordKind::server_kicked:
      if (Session* session = at(record.a)) session->registered = false;
      return;
    case RecordKind::server_ping: return ping(record);
    case RecordKind::server_received:
    case RecordKind::server_pong: return hear(record);
    case RecordKind::server_withheld:
      if (Session* session = at(record.a);
          session != nullptr && trace::frame_kind(record.detail) == FrameKind::response) {
        withhold(*session);
      }
      return;
    default: return;
  }
}

void Visit::attempt() {
  if (open_.empty()) came_after_ = last_end_;
  last_end_.reset();
}

void Visit::end(const Record& record) {
  const Session* session = find(record.a);
  if (session == nullptr) return;
  if (is_latest(record.a)) {
    last_end_ = {.at = record.at,
                 .heard = session->heard,
                 .code = record.b,
                 .by_server = record.kind == RecordKind::server_closed || record.fault != 0,
                 .served = session->served()};
  }
  std::erase_if(open_, [&](const Session& one) { return one.id == record.a; });
}

void Visit::ping(const Record& record) {
  Session* session = at(record.a);
  if (session == nullptr || gone_within_ == core::kOff) return;
  std::vector<Instant>& pings = session->pings;
  pings.push_back(record.at);
  const auto under_way =
      std::ranges::find_if(pings, [&](Instant ping) { return record.at - ping <= gone_within_; });
  if (under_way == pings.begin()) return;
  session->there = *std::prev(under_way);
  pings.erase(pings.begin(), under_way);
}

void Visit::hear(const Record& record) {
  // A frame's record has the digest of its content in the upper half.
  Session* session = at(session_of(record));
  if (session == nullptr) return;
  session->heard = session->there = record.at;
  session->pings.clear();
  if (record.kind == RecordKind::server_pong) return;
  const FrameKind kind = trace::frame_kind(record.detail);
  if (is_request(kind)) hear_request(*session, kind);
}

void Visit::hear_request(Session& session, FrameKind kind) {
  session.request = kind;
  const bool is_heartbeat = kind == FrameKind::heartbeat;
  const bool hidden =
      weather_.hide_answers > 0 || (is_heartbeat && weather_.hide_heartbeat_answers > 0);
  session.answered = !hidden;
  session.was_confirmed = session.confirmed;
  if (session.answered && session.registered) session.confirmed = true;
  if (is_heartbeat) {
    answer_ = hidden ? Answer::heartbeat_withheld : Answer::heartbeat;
  } else if (!hidden) {
    answer_ = Answer::other;
  }
}

void Visit::withhold(Session& session) {
  if (!session.answered) return;
  session.answered = false;
  if (session.request == FrameKind::heartbeat) answer_ = Answer::heartbeat_withheld;
  session.confirmed = session.was_confirmed;
}

}  // namespace fishtank::onlooker
