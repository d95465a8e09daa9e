#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>

#include "core/time.hpp"
#include "trace/watch_list.hpp"

namespace fishtank::onlooker {

using core::Duration;
using core::Instant;

/// How a connection ended, as the server sees it.
enum class Ending : std::uint8_t {
  client_closed,  ///< a close frame of the client came first
  lost,           ///< it ended without one
  server_closed,  ///< the server sent the close frame
  server_cut,     ///< the server dropped it
};
inline constexpr std::size_t kEndings = 4;

std::string_view name(Ending ending);  ///< "client_closed"

/// What is counted of a visitor, or of all together.
struct Tally {
  std::uint64_t connections = 0;  ///< upgrades accepted
  std::uint64_t turned_away = 0;  ///< upgrades refused
  std::uint64_t open = 0;         ///< connections now
  std::array<std::uint64_t, kEndings> closes{};
  std::uint64_t registrations = 0;
  std::uint64_t registrations_refused = 0;
  std::uint64_t kicks = 0;
  std::uint64_t heartbeats = 0;             ///< received
  std::uint64_t heartbeats_unanswered = 0;  ///< of these
  std::uint64_t pings = 0;                  ///< of the server
  std::uint64_t pongs = 0;
  std::uint64_t pushes_accepted = 0;  ///< messages taken into custody
  std::uint64_t pushes_sent = 0;      ///< messages, redeliveries included
  std::uint64_t pushes_redelivered = 0;
  std::uint64_t pushes_acknowledged = 0;
  std::uint64_t chats_accepted = 0;
  std::map<std::string_view, std::uint64_t> findings;  ///< by check; those never found are absent

  /// Upgrades turned away and abnormal ends: any without a close frame, or with a code other than
  /// 1000, 1001 and 1005.
  std::uint64_t failures = 0;
  std::uint64_t reconnects = 0;  ///< registered again
  Duration reconnecting{};       ///< from the end to registered again, all of them together
  std::uint64_t visitors = 0;    ///< 1, or how many
  std::int64_t known_ms = 0;     ///< since a visitor was first seen, a day each at least

  /// Messages in custody.
  std::uint64_t pushes_pending() const { return pushes_accepted - pushes_acknowledged; }

  Tally& operator+=(const Tally& other);
  bool operator==(const Tally&) const = default;
};

/// The watch list of the seeds (trace/watch_list.hpp) from the server's side: heartbeats answered
/// among those received, failures a day, the mean from an end to registered again. Attempts
/// that never reached the server are missing in it.
trace::WatchSums watch_sums(const Tally& tally);

}  // namespace fishtank::onlooker
