#include "onlooker/duty.hpp"

namespace fishtank::onlooker {

void Duty::pass(const Scene& scene) {
  while (scene.overdue(due_, session_) && !is_excused(due_, scene)) {
    scene.found(check_, scene.fair(due_), words(scene.expected()));
    settle();
  }
}

}  // namespace fishtank::onlooker
