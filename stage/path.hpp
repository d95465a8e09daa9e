#pragma once

#include <optional>
#include <vector>

#include "core/random.hpp"
#include "plan/plan.hpp"
#include "plan/primitive.hpp"
#include "stage/flow.hpp"

namespace fishtank::stage {

/// One client's path to the server and the services: the plan's network, and the primitives that
/// faults have put on it. Taking a fault's primitives away restores what the others and the plan
/// leave.
class Path {
 public:
  Path(const plan::Network& network, core::Random up, core::Random down);

  /// A step of a fault begins. Only Hold, Blackhole, Delay, Limit, Lose and Answer concern a path.
  void put(FaultId fault, const plan::Primitive& primitive);

  /// The step ends.
  void take(FaultId fault, const plan::Primitive& primitive);

  const Flow& up() const { return up_; }
  const Flow& down() const { return down_; }
  const Flow& flow(plan::Direction direction) const {
    return direction == plan::Direction::up ? up_ : down_;
  }
  Duration round_trip() const { return up_.latency + down_.latency; }

  /// How a new connection is met, and by whom; the latest such step counts. Nothing: normally.
  struct Met {
    plan::Answer answer;
    FaultId fault = kNoFault;
  };
  std::optional<Met> met() const;

  /// Whether nothing was put on it that has not been taken.
  bool untouched() const { return put_.empty(); }

  const plan::Network& network() const { return *network_; }

  /// Chance of that direction.
  core::Random& random(plan::Direction direction) {
    return direction == plan::Direction::up ? random_up_ : random_down_;
  }

 private:
  struct Put {
    FaultId fault;
    plan::Primitive primitive;
  };

  void compute();

  const plan::Network* network_;
  Flow up_;
  Flow down_;
  core::Random random_up_;
  core::Random random_down_;
  std::vector<Put> put_;  ///< in the order in which they came
};

}  // namespace fishtank::stage
