#include "onlooker/check.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "plan/value.hpp"

namespace fishtank::onlooker {

namespace check {
#define FISHTANK_ONLOOKER_CHECK(name) const CheckSpec& name();
#include "onlooker/check_list.inc"
#undef FISHTANK_ONLOOKER_CHECK
}  // namespace check

std::span<const CheckSpec* const> checks() {
  static const std::array all{
#define FISHTANK_ONLOOKER_CHECK(name) &check::name(),
#include "onlooker/check_list.inc"
#undef FISHTANK_ONLOOKER_CHECK
  };
  return all;
}

Instant Scene::fair(Instant due) const {
  return due == core::kNever ? due : std::max(due, visit_.calm_from());
}

bool Scene::overdue(Instant due, std::uint64_t session) const {
  if (now_ <= fair(due)) return false;
  const Session* open = visit_.find(session);
  if (open == nullptr) return false;
  return expected_.open_means_alive || open->there > fair(due);
}

std::string text(Duration duration) {
  return plan::print_duration(std::chrono::floor<core::milliseconds>(duration));
}

bool Pauses::excuse(Instant& due, const Scene& scene) {
  const Expected& expected = scene.expected();
  if (expected.heartbeat_pause == core::kOff) return false;
  const Instant last = last_ == core::kNever ? scene.visit().first_seen() : last_;
  if (due - last < expected.heartbeat_pause_every) return false;
  last_ = due;
  due += expected.heartbeat_pause;
  return true;
}

}  // namespace fishtank::onlooker
