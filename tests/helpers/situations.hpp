#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "plan/fault.hpp"
#include "tests/helpers/records.hpp"
#include "trace/sometimes_fold.hpp"

/// What the tests of rare situations have in common.
namespace fishtank::tests {

using core::ServiceOutcome;

using Names = std::set<std::string>;

/// The situations that occur in a story.
inline Names occurred(const Story& story, const plan::Plan& plan = plan_of()) {
  trace::SometimesFold fold(plan);
  for (const Record& record : story.records()) fold.see(record);
  Names names;
  for (std::size_t index = 0; index < trace::situations().size(); ++index) {
    if (trace::contains(fold.occurred(), index)) names.emplace(trace::situations()[index].name);
  }
  return names;
}

inline std::uint8_t code(ServiceOutcome outcome) { return static_cast<std::uint8_t>(outcome); }

/// A plan with these faults in its timeline, all at its beginning.
inline plan::Plan with_faults(const std::vector<std::string>& names) {
  plan::Plan plan = plan_of();
  for (const std::string& name : names) {
    const plan::FaultSpec* fault = plan::find_fault(name);
    plan.timeline.emplace_back().action =
        plan::FaultUse{.fault = fault, .arguments = plan::default_arguments(*fault), .length = {}};
  }
  return plan;
}

/// A client that is CONNECTING, with its transport being opened.
inline Story opening() {
  Story story;
  story.tell(RecordKind::start, 0, 0, 1);
  story.change(State::disconnected, State::connecting, Reason::started);
  story.tell(RecordKind::open_transport, 1);
  return story;
}

/// A client that is FAILED, since 10 s.
inline Story failed() {
  Story story;
  story.connect()
      .at(seconds(10))
      .change(State::connected, State::reconnecting, Reason::connection_lost);
  story.change(State::reconnecting, State::failed, Reason::failure_limit);
  return story;
}

inline Story& restart(Story& story) {
  story.change(State::failed, State::disconnected, Reason::instance_restart);
  return story.tell(RecordKind::restart_instance);
}

}  // namespace fishtank::tests
