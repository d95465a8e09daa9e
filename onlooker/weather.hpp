#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>

#include "plan/plan.hpp"
#include "trace/record.hpp"

namespace fishtank::onlooker {

/// What the faults of a timeline mean to the one who judges by the wire. The records say which step
/// of which event begins and ends; this says what it does.
class Weather {
 public:
  /// What a step does to a visitor; several at a time add up.
  struct Step {
    bool hides_heartbeat_answers = false;  ///< heartbeats are not answered with 200
    bool hides_answers = false;            ///< nothing is answered
    bool disturbs = false;   ///< bytes or the client itself are held up, so lateness tells nothing
    bool keeps_out = false;  ///< who is away cannot come back
  };

  Weather() = default;
  explicit Weather(std::span<const plan::Event> timeline);

  /// An event was added to the timeline.
  void know(std::uint32_t event, const plan::Event& added);

  /// Of a record of kind fault_started or fault_ended.
  Step of(const trace::Record& record) const;

 private:
  std::map<std::pair<std::uint64_t, std::uint64_t>, Step> steps_;  ///< by event and step
};

}  // namespace fishtank::onlooker
