#include "onlooker/tally_fold.hpp"

#include <algorithm>

namespace fishtank::onlooker {

using trace::Record;
using trace::RecordKind;

namespace {

/// A visitor's failures are spread over a day at least, as trace::days_of() does.
constexpr Duration kDay = core::hours(24);

Ending ending_of(const Record& record) {
  if (record.kind == RecordKind::server_closed) {
    return record.b == 0 ? Ending::server_cut : Ending::server_closed;
  }
  return record.b == 0 ? Ending::lost : Ending::client_closed;
}

bool any_registered(const Visit& visit) {
  return std::ranges::any_of(visit.open(), &Session::registered);
}

}  // namespace

void TallyFold::see(const Record& record, const Visit& visit) {
  if (visit.answer() == Answer::heartbeat_withheld) ++tally_.heartbeats_unanswered;
  switch (record.kind) {
    case RecordKind::server_accepted: ++tally_.connections; return;
    case RecordKind::server_turned_away:
      ++tally_.turned_away;
      ++tally_.failures;
      return;
    case RecordKind::server_gone:
    case RecordKind::server_closed: return count_end(record, visit);
    case RecordKind::server_registered: return count_registered(record.at);
    case RecordKind::server_refused: ++tally_.registrations_refused; return;
    case RecordKind::server_kicked: ++tally_.kicks; return;
    case RecordKind::server_received:
      if (trace::frame_kind(record.detail) == core::FrameKind::heartbeat) ++tally_.heartbeats;
      return;
    case RecordKind::server_ping: ++tally_.pings; return;
    case RecordKind::server_pong: ++tally_.pongs; return;
    case RecordKind::push_accepted: ++tally_.pushes_accepted; return;
    case RecordKind::push_sent:
      ++tally_.pushes_sent;
      if (record.detail != 0) ++tally_.pushes_redelivered;
      return;
    case RecordKind::push_acknowledged: ++tally_.pushes_acknowledged; return;
    case RecordKind::chat_accepted: ++tally_.chats_accepted; return;
    default: return;
  }
}

void TallyFold::count_end(const Record& record, const Visit& visit) {
  const Ending ending = ending_of(record);
  ++tally_.closes[static_cast<std::size_t>(ending)];
  if (!is_clean(record.b)) ++tally_.failures;
  if (was_registered_ && !away_since_ && !any_registered(visit)) away_since_ = record.at;
}

void TallyFold::count_registered(Instant now) {
  ++tally_.registrations;
  was_registered_ = true;
  if (!away_since_) return;
  ++tally_.reconnects;
  tally_.reconnecting += now - *away_since_;
  away_since_.reset();
}

Tally TallyFold::tally(const Visit& visit, Instant now) const {
  Tally tally = tally_;
  tally.open = visit.open().size();
  tally.visitors = 1;
  const Duration known = std::max(now - first_seen_, kDay);
  tally.known_ms = core::duration_cast<core::milliseconds>(known).count();
  return tally;
}

}  // namespace fishtank::onlooker
