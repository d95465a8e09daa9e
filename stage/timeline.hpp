#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/identity.hpp"
#include "stage/agenda.hpp"
#include "stage/server_host.hpp"
#include "stage/subject.hpp"
#include "stage/tank.hpp"

namespace fishtank::stage {

/// The timeline of a plan at work on the hosts of a world, and what it takes to heal it.
class Timeline {
 public:
  Timeline(Tank& tank, ServerHost& server);

  /// The clients, by index; set once the world has made them. They outlive the timeline.
  void know(std::vector<Subject*> clients) { clients_ = std::move(clients); }

  /// When run() is wanted next; kNever: the timeline is over.
  Instant next() const;

  /// Carries out whatever is due.
  void run(Instant now);

  /// The plan's own lines wait for set_out(); what is injected meanwhile does not.
  void wait();

  /// They wait no longer: their moments count from `now` on.
  void set_out(Instant now);

  /// An event that was added to the plan's timeline begins at `now`, whatever its own time says.
  void inject(std::uint32_t event, Instant now);

  /// Takes back what that event's fault has put into the world, and what it would yet.
  void heal(std::uint32_t event, Instant now);

  /// Events whose faults are at work, or between two steps: those that heal() ends. Each once.
  std::vector<std::uint32_t> at_work() const;

  /// Takes back whatever the faults have put into the world, and lets the rest of the timeline be.
  void heal(Instant now);

 private:
  template <typename Apply>
  void for_each(const plan::Targets& targets, Apply apply);
  void schedule(const std::vector<Occurrence>& more);
  void end_step(Occurrence step, Instant now);
  void carry_out(const Occurrence& occurrence, Instant now);
  void carry_out(const Occurrence& occurrence, Subject& client, Instant now);
  void act(const Occurrence& occurrence, Subject& client, Instant now);
  void push(const plan::PushAction& action, const Occurrence& occurrence, Subject& client,
            Instant now);

  Tank& tank_;
  ServerHost& server_;
  std::vector<Subject*> clients_;
  std::vector<Occurrence> waiting_;  ///< for set_out()
  std::vector<Occurrence> agenda_;
  std::size_t next_ = 0;             ///< on the agenda
  std::vector<Occurrence> at_work_;  ///< steps of faults that have begun and not ended
};

/// The identity of a client, from its cookies or from made-up ones. std::invalid_argument: its
/// cookies name no user.
core::Identity identity_of(const plan::Plan& plan, const plan::Client& client, std::uint32_t index);

/// What decides the random part of its mids and retry delays.
core::Seed jitter_of(const plan::Plan& plan, std::uint32_t index);

/// When the member with that number within its group starts: a group's starts are spread evenly.
Instant start_of(const plan::Client& client, std::int32_t member);

}  // namespace fishtank::stage
