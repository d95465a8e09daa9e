#include "onlooker/tally.hpp"

namespace fishtank::onlooker {

std::string_view name(Ending ending) {
  static constexpr std::array<std::string_view, kEndings> kNames{"client_closed", "lost",
                                                                 "server_closed", "server_cut"};
  return kNames[static_cast<std::size_t>(ending)];
}

Tally& Tally::operator+=(const Tally& other) {
  connections += other.connections;
  turned_away += other.turned_away;
  open += other.open;
  for (std::size_t ending = 0; ending < kEndings; ++ending) closes[ending] += other.closes[ending];
  registrations += other.registrations;
  registrations_refused += other.registrations_refused;
  kicks += other.kicks;
  heartbeats += other.heartbeats;
  heartbeats_unanswered += other.heartbeats_unanswered;
  pings += other.pings;
  pongs += other.pongs;
  pushes_accepted += other.pushes_accepted;
  pushes_sent += other.pushes_sent;
  pushes_redelivered += other.pushes_redelivered;
  pushes_acknowledged += other.pushes_acknowledged;
  chats_accepted += other.chats_accepted;
  for (const auto& one : other.findings) findings[one.first] += one.second;
  failures += other.failures;
  reconnects += other.reconnects;
  reconnecting += other.reconnecting;
  visitors += other.visitors;
  known_ms += other.known_ms;
  return *this;
}

trace::WatchSums watch_sums(const Tally& tally) {
  const auto number = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
  return {.heartbeats_due = number(tally.heartbeats),
          .heartbeats_answered = number(tally.heartbeats - tally.heartbeats_unanswered),
          .failures = number(tally.failures),
          .days_ms = tally.known_ms,
          .reconnects = number(tally.reconnects),
          .reconnecting = tally.reconnecting};
}

}  // namespace fishtank::onlooker
