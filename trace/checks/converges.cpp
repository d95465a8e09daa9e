#include <fmt/format.h>

#include "plan/units.hpp"
#include "trace/convergence.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

/// The recorder keeps everybody's status, so nothing has to be watched.
struct Watch {
  static constexpr std::string_view kName = "converges";

  void see(const Record&, const Scene&) {}

  void finish(const Scene& scene) const {
    if (!scene.healed_for()) return;
    const auto why = why_not_converged(scene.status());
    if (!why) return;
    scene.broken(fmt::format("{} after everything had healed {}; this policy needs {} at most",
                             plan::print_duration(*scene.healed_for()), *why,
                             plan::print_duration(convergence_bound(scene.policy()))));
  }
};

}  // namespace

/// Bound: convergence_bound(): noticing a dead peer, twice the longest wait and an attempt, a login
/// or a new life. The world goes on for so long after the end of the plan, if it must.
const CheckSpec& converges() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "Once every fault has healed, a client comes back: CONNECTED with a registered session "
          "and all its messages, or CLOSED if it was stopped.",
      .bound =
          "the time to notice silence, a cookie refresh, twice the longest wait and "
          "connect.timeout, a login or a new life",
      .sees = 0,
      .watch = watch<Watch>(),
      .needs_server = true,
  };
  return spec;
}

}  // namespace fishtank::trace::check
