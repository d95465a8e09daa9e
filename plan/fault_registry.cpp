#include <algorithm>
#include <array>

#include "plan/fault.hpp"

namespace fishtank::plan {

namespace fault {
#define FISHTANK_FAULT(name) const FaultSpec& name();
#include "plan/fault_list.inc"
#undef FISHTANK_FAULT
}  // namespace fault

std::span<const FaultSpec* const> faults() {
  static const std::array all{
#define FISHTANK_FAULT(name) &fault::name(),
#include "plan/fault_list.inc"
#undef FISHTANK_FAULT
  };
  return all;
}

const FaultSpec* find_fault(std::string_view name) {
  const auto all = faults();
  const auto found = std::ranges::find(all, name, [](const FaultSpec* spec) { return spec->name; });
  return found == all.end() ? nullptr : *found;
}

}  // namespace fishtank::plan
