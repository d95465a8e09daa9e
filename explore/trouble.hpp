#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"
#include "plan/units.hpp"

namespace fishtank::explore {

/// What befalls the clients that are compared: a fault, or several that begin at the same moment.
struct Trouble {
  std::vector<plan::FaultUse> faults;  ///< at least one, in the order of the timeline

  /// `drop + refuse {for: 40s}`: what differs from the defaults, and each length. Reading it gives
  /// the trouble again.
  std::string name() const;

  /// From its beginning until its last fault is over.
  plan::Duration length() const;

  bool operator==(const Trouble&) const = default;
};

/// `drop`, `restart {down: 1m}`, `drop + refuse {for: 1m}`: faults with their arguments as in a
/// line of a timeline. An argument that is not given has its default, or, where there is none, the
/// value in the fault's own example, as long as no other is given; a length that is not given is
/// that of the example. Or why it is no trouble.
plan::Parsed<Trouble> read_trouble(std::string_view text);

/// Every fault of the registry that a trial of one client can meet, in company where it would
/// otherwise touch nobody: one that hinders connecting spares an open connection, so a drop goes
/// with it.
std::vector<Trouble> default_troubles();

}  // namespace fishtank::explore
