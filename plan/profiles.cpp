#include "plan/profiles.hpp"

#include <algorithm>

#include "plan/read_profile.hpp"

namespace fishtank::plan {
namespace {

constexpr ProfileText kTexts[]{
#include "plan/profile_texts.inc"
};

}  // namespace

std::span<const Profile> profiles() {
  static const std::vector<Profile> all = read_built_in(kTexts);
  return all;
}

const Profile* find_profile(std::string_view name) {
  const auto all = profiles();
  const auto found = std::ranges::find(all, name, &Profile::name);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace fishtank::plan
