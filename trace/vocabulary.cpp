#include "trace/vocabulary.hpp"

#include <vector>

#include "trace/check.hpp"
#include "trace/metrics.hpp"

namespace fishtank::trace {

const plan::Vocabulary& vocabulary() {
  static const std::vector<plan::CheckInfo> check_infos = [] {
    std::vector<plan::CheckInfo> infos;
    for (const CheckSpec* check : checks()) {
      infos.push_back({.name = check->name, .about = check->about});
    }
    return infos;
  }();
  static const plan::Vocabulary all{.metrics = metrics(), .checks = check_infos};
  return all;
}

}  // namespace fishtank::trace
