#include "plan/profiles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "plan/policy_fields.hpp"

namespace fishtank::plan {

std::span<const Profile> profiles() {
  static const std::array all{
      Profile{"xianyu-live",
              "The connection as the seed documents specify it (behaviour.md): every field at its "
              "default.",
              core::xianyu_live()},
  };
  return all;
}

const Profile* find_profile(std::string_view name) {
  const auto all = profiles();
  const auto found = std::ranges::find(all, name, &Profile::name);
  return found == all.end() ? nullptr : &*found;
}

Parsed<core::Policy> with_overrides(core::Policy base, std::span<const Override> overrides) {
  for (const auto& [name, text] : overrides) {
    const PolicyField* field = find_policy_field(name);
    if (field == nullptr) return UnitError{fmt::format("`{}` is no field of a policy", name)};
    const auto value = parse_value(text, field->type);
    if (const auto* failed = std::get_if<UnitError>(&value)) {
      return UnitError{fmt::format("{}: {}", name, failed->message)};
    }
    field->set(base, std::get<Value>(value));
  }
  return base;
}

}  // namespace fishtank::plan
