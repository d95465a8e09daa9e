#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "stage/agenda.hpp"
#include "stage/client_host.hpp"
#include "stage/server_host.hpp"
#include "stage/tank.hpp"

namespace fishtank::stage {

/// The timeline of a plan at work on the hosts of a world, and what it takes to heal it.
class Timeline {
 public:
  Timeline(Tank& tank, ServerHost& server);

  /// The clients, by index; set once the world has made them. They outlive the timeline.
  void know(std::vector<ClientHost*> clients) { clients_ = std::move(clients); }

  /// When run() is wanted next; kNever: the timeline is over.
  Instant next() const;

  /// Carries out whatever is due.
  void run(Instant now);

  /// Takes back whatever the faults have put into the world, and lets the rest of the timeline be.
  void heal(Instant now);

 private:
  template <typename Apply>
  void for_each(const plan::Targets& targets, Apply apply);
  void carry_out(const Occurrence& occurrence, Instant now);
  void carry_out(const Occurrence& occurrence, ClientHost& client, Instant now);
  void act(const Occurrence& occurrence, ClientHost& client, Instant now);
  void push(const plan::PushAction& action, const Occurrence& occurrence, ClientHost& client,
            Instant now);

  Tank& tank_;
  ServerHost& server_;
  std::vector<ClientHost*> clients_;
  std::vector<Occurrence> agenda_;
  std::size_t next_ = 0;             ///< on the agenda
  std::vector<Occurrence> at_work_;  ///< steps of faults that have begun and not ended
};

/// The identity of a client, from its cookies or from made-up ones. std::invalid_argument: its
/// cookies name no user.
core::Identity identity_of(const plan::Plan& plan, const plan::Client& client, std::uint32_t index);

/// When the member with that number within its group starts: a group's starts are spread evenly.
Instant start_of(const plan::Client& client, std::int32_t member);

}  // namespace fishtank::stage
