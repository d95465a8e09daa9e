#pragma once

#include <cstdint>
#include <vector>

#include "plan/plan.hpp"

namespace fishtank::stage {

/// What the timeline of a plan does at one moment: a step of a fault begins or ends, or an action
/// is carried out. The whole schedule is known before the run begins.
struct Occurrence {
  enum class What : std::uint8_t { end, begin, action };

  core::Instant at{};
  What what = What::action;
  std::uint32_t event = 0;    ///< index into Plan::timeline
  std::uint32_t step = 0;     ///< of the fault; of an action that repeats itself, which time
  plan::Primitive primitive;  ///< of the step
  bool lasts = false;         ///< begin: there is something to take back, by an end or by healing
  bool at_once = false;       ///< end: of what began at the same moment
};

/// All occurrences of the plan in order: by time; at the same moment what ends goes first, unless
/// it began only then, then the order of the file. Faults without a length end never.
std::vector<Occurrence> agenda(const plan::Plan& plan);

/// Those of one event of the plan's timeline, as if it stood there for `at`; in no order.
std::vector<Occurrence> agenda_of(const plan::Plan& plan, std::uint32_t event, core::Instant at);

/// The order of an agenda.
bool comes_before(const Occurrence& one, const Occurrence& other);

}  // namespace fishtank::stage
