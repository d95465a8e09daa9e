#pragma once

#include <cstdint>

#include "core/random.hpp"
#include "core/time.hpp"
#include "explore/subject.hpp"
#include "explore/trouble.hpp"
#include "plan/plan.hpp"

/// One run of a comparison, as a plan. Chance decides the plan and nothing else: the plan can be
/// printed as a scenario and gives the same run there.
namespace fishtank::explore {

/// The same for all trials of a comparison.
struct Setup {
  std::int32_t clients = 1;  ///< of the one kind, at least 1; several start spread over kSpread

  bool operator==(const Setup&) const = default;
};

/// The earliest moment at which the trouble begins: clients are CONNECTED by then.
inline constexpr core::Duration kSettled = core::minutes(1);

/// The trouble begins at a moment drawn from so much: it meets every phase of whatever a client
/// does each 10 s, 15 s, 30 s or 60 s. The same seed is the same moment for every profile.
inline constexpr core::Duration kPhases = core::minutes(1);

/// Clients that are many start over so long.
inline constexpr core::Duration kSpread = core::seconds(15);

/// So long the run goes on when the trouble is over: whoever is not in service then counts as never
/// back. Longer than every delay of the built-in profiles that does not take hours.
inline constexpr core::Duration kAftermath = core::minutes(10);

/// A chat message comes each so often, from the trouble's beginning until a minute before the end
/// of the run. Without them a monitor of silence would find trouble where there is none.
inline constexpr core::Duration kBetweenMessages = core::seconds(30);

/// When the trouble of that seed begins.
core::Duration beginning(core::Seed seed);

/// The trial: the clients start, are CONNECTED, meet the trouble at beginning(seed), and are
/// watched until kAftermath after its end. Before the trouble there is a chat message long done and
/// one that may still be on its way; from then on one comes every kBetweenMessages.
plan::Plan trial(const Subject& subject, const Trouble& trouble, core::Seed seed,
                 const Setup& setup);

}  // namespace fishtank::explore
