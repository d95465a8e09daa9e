#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/frame.hpp"
#include "core/time.hpp"
#include "onlooker/tally.hpp"
#include "onlooker/weather.hpp"
#include "trace/record.hpp"

namespace fishtank::onlooker {

/// A connection of a visitor.
struct Session {
  std::uint64_t id = 0;
  Instant accepted{};
  Instant heard{};  ///< when the last frame or Pong came; the upgrade is one
  Instant there{};  ///< at the latest that its host is known to have been there: as `heard`, or a
                    ///< Ping that was acknowledged by its TCP (Expected::gone_within)
  std::vector<Instant> pings = {};                        ///< later than that
  core::FrameKind request = core::FrameKind::other_push;  ///< the last one; this: none yet
  bool answered = false;                                  ///< that request, as far as is known
  bool registered = false;     ///< /reg was accepted, and since then it was not kicked
  bool confirmed = false;      ///< and the client was answered since then
  bool was_confirmed = false;  ///< as it was before that request
  bool ready = false;          ///< ackDiff came

  /// The client is through with its opening, and not in its own belief alone.
  bool served() const { return confirmed && ready; }
};

/// Where a connection or an attempt ended.
struct End {
  Instant at{};
  Instant heard{};           ///< the last that was heard of it
  std::uint64_t code = 0;    ///< of the close frame or the HTTP answer
  bool by_server = false;    ///< or by a fault, so the client cannot have known before
  bool turned_away = false;  ///< the upgrade was refused
  bool served = false;       ///< as Session's
};

/// What became of a request with the record that was seen last.
enum class Answer : std::uint8_t { none, heartbeat, other, heartbeat_withheld };

/// How many faults of each kind are at work, and what the server itself is to blame for.
struct Disturbances {
  int hide_heartbeat_answers = 0;
  int hide_answers = 0;
  int disturb = 0;
  int keep_out = 0;
  Instant slept_until{};  ///< the server stood still, for the last time; the beginning: it has not

  void add(const Weather::Step& step, int by);
};

/// What the records tell of one visitor: its connections, and what is done to it. The checks look
/// at it instead of each keeping the same books.
class Visit {
 public:
  /// `gone_within`: Expected's.
  Visit(const Disturbances& weather, Instant now, Duration gone_within);

  void see(const trace::Record& record);
  void see_fault(const Weather::Step& step, bool begins, Instant now);

  /// The server itself stood still until `now`: when what has piled up was done nobody knows.
  void see_standstill(Instant now) { weather_.slept_until = now; }

  /// The client has answered the server's close frame: it learnt of that end by it, and not before.
  /// What something may have held up tells no order.
  void see_close_answered(Instant now) {
    if (last_end_ && last_end_->by_server && now >= calm_from()) last_end_->heard = last_end_->at;
  }

  Instant first_seen() const { return first_seen_; }
  std::span<const Session> open() const { return open_; }  ///< in the order of their upgrades

  /// Null if it is not open.
  const Session* find(std::uint64_t id) const;

  /// The latest upgrade's; null if that has ended.
  const Session* latest() const { return open_.empty() ? nullptr : &open_.back(); }
  bool is_latest(std::uint64_t id) const { return latest() != nullptr && latest()->id == id; }

  /// With an upgrade: what it came after, if no connection was open any more.
  const std::optional<End>& came_after() const { return came_after_; }

  /// Where the latest connection or attempt ended; nothing: one is open, or none came.
  const std::optional<End>& last_end() const { return last_end_; }

  Answer answer() const { return answer_; }

  /// From when on a client can be held to its times again; kNever: something holds it up.
  Instant calm_from() const {
    return weather_.disturb > 0 ? core::kNever : std::max(calm_from_, timed_from());
  }

  /// From when on the moments of records are those at which things happened.
  Instant timed_from() const;

  /// From when on it can come back; kNever: something keeps it out.
  Instant admitted_from() const { return weather_.keep_out > 0 ? core::kNever : admitted_from_; }

 private:
  Session* at(std::uint64_t id);
  void attempt();
  void end(const trace::Record& record);
  void ping(const trace::Record& record);
  void hear(const trace::Record& record);
  void hear_request(Session& session, core::FrameKind kind);
  void withhold(Session& session);

  std::vector<Session> open_;
  std::optional<End> last_end_;
  std::optional<End> came_after_;
  Answer answer_ = Answer::none;
  Disturbances weather_;
  Duration gone_within_;
  Instant first_seen_{};
  Instant calm_from_{};
  Instant admitted_from_{};
};

/// The session of a record that has one: in that of a frame it is the lower half of `a`.
constexpr std::uint64_t session_of(const trace::Record& record) {
  const bool is_frame = record.kind == trace::RecordKind::server_received;
  return is_frame ? static_cast<std::uint32_t>(record.a) : record.a;
}

/// Whether a frame of a client is answered.
bool is_request(core::FrameKind kind);

/// Whether a close code says that all is well.
constexpr bool is_clean(std::uint64_t code) { return code == 1000 || code == 1001 || code == 1005; }

}  // namespace fishtank::onlooker
