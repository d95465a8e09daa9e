#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "onlooker/expected.hpp"
#include "onlooker/finding.hpp"
#include "onlooker/tally.hpp"
#include "onlooker/weather.hpp"
#include "plan/plan.hpp"
#include "trace/record.hpp"

/// A verdict on clients that needs nothing of them but what they do on the wire. The onlooker is
/// shown what a server writes down and says what a client did not keep to. It performs no I/O and
/// reads no clock: each record has its moment, and tick() is for a moment at which nothing happens,
/// so that what is missing is noticed.
namespace fishtank::onlooker {

class VisitorWatch;

class Onlooker {
 public:
  /// `timeline`: of the plan whose faults are at work, so that a client is not blamed for them and
  /// is held to leave a server that has fallen silent. Its events are those that fault_started and
  /// fault_ended number.
  explicit Onlooker(Expected expected, std::span<const plan::Event> timeline = {});
  ~Onlooker();
  Onlooker(Onlooker&&) noexcept;
  Onlooker& operator=(Onlooker&&) noexcept;

  /// An event was added to the timeline while the watch goes on.
  void know(std::uint32_t event, const plan::Event& added);

  /// A record of the server (server_*, push_*, chat_accepted) or of a fault; any other kind is
  /// ignored. Record::client is the visitor: a user or an anonymous client, however often it
  /// reconnects; its fault records may carry kNoClient for all, those yet to come included. Moments
  /// never go back.
  void see(const trace::Record& record);

  /// That visitor has answered the close frame of the server that ended its latest connection.
  void see_close_answered(std::uint32_t visitor, Instant now);

  /// The server itself stood still until `now` (a suspended process, a machine without time): what
  /// comes next has piled up, so for a while nobody is blamed for his times. Before its records.
  void see_standstill(Instant now);

  /// It is `now`, and nothing has happened.
  void tick(Instant now);

  /// When tick() is to be called at the latest; kNever: not before the next record.
  Instant next_deadline() const;

  /// The watch is over: as tick(), for all visitors, deadline or not. Records may still follow.
  void finish(Instant now);

  /// In the order in which they were found, at most Findings::kKeptEach of each check and visitor.
  std::span<const Finding> findings() const;

  /// As many visitors as the highest index seen, and one more.
  std::uint32_t visitors() const { return static_cast<std::uint32_t>(visitors_.size()); }

  /// The visitor is CONNECTED as far as a server can tell: on its latest connection it is
  /// registered, was answered since, and its ackDiff has come.
  bool serves(std::uint32_t visitor) const;

  /// Since when a visitor that the server or a fault has cut off is away; nothing: it is here, or
  /// it left by itself.
  std::optional<Instant> cut_off_at(std::uint32_t visitor) const;

  /// Of a visitor below visitors(), as of the latest record or tick.
  Tally tally(std::uint32_t visitor) const;

  /// Of all.
  Tally total() const;

  const Expected& expected() const;

 private:
  struct Common;

  VisitorWatch& visitor(std::uint32_t index, Instant now);
  void reschedule(std::uint32_t index);
  void see_fault(const trace::Record& record);

  std::unique_ptr<Common> common_;
  std::vector<std::unique_ptr<VisitorWatch>> visitors_;
  std::vector<Instant> deadlines_;                      ///< by visitor
  std::set<std::pair<Instant, std::uint32_t>> agenda_;  ///< without kNever
  Instant now_{};
};

}  // namespace fishtank::onlooker
