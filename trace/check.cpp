#include "trace/check.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fishtank::trace {

namespace check {
#define FISHTANK_CHECK(name) const CheckSpec& name();
#include "trace/check_list.inc"
#undef FISHTANK_CHECK
}  // namespace check

std::span<const CheckSpec* const> checks() {
  static const std::array all{
#define FISHTANK_CHECK(name) &check::name(),
#include "trace/check_list.inc"
#undef FISHTANK_CHECK
  };
  return all;
}

const CheckSpec* find_check(std::string_view name) {
  const auto all = checks();
  const auto found = std::ranges::find(all, name, [](const CheckSpec* spec) { return spec->name; });
  return found == all.end() ? nullptr : *found;
}

void Violations::add(Violation violation) {
  ++count_;
  std::uint32_t& kept = kept_each_[{violation.check, violation.client}];
  if (kept == kKeptEach) return;
  ++kept;
  kept_.push_back(std::move(violation));
}

}  // namespace fishtank::trace
