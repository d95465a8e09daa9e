#include "core/identity.hpp"

#include <array>
#include <vector>

#include "core/random.hpp"

namespace fishtank::core {

namespace {

/// 36 characters shaped like a v4 UUID in upper-case hex (protocol.md 2).
std::string random_uuid(Random random) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  static constexpr std::string_view kVariants = "89AB";
  std::string uuid = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  for (char& character : uuid) {
    if (character == 'x') character = kDigits[random.below(kDigits.size())];
    if (character == 'y') character = kVariants[random.below(kVariants.size())];
  }
  return uuid;
}

std::string join(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

}  // namespace

std::variant<Identity, IdentityError> read_cookies(std::string_view cookies,
                                                   std::uint64_t device_seed) {
  static constexpr std::string_view kSeparator = "; ";  // exactly so, as the clients split (5)
  std::vector<std::string_view> keys;
  std::string_view user;
  for (std::size_t begin = 0; begin <= cookies.size();) {
    const std::size_t end = std::min(cookies.find(kSeparator, begin), cookies.size());
    const std::string_view cookie = cookies.substr(begin, end - begin);
    const std::size_t equals = cookie.find('=');
    if (equals != std::string_view::npos) {
      keys.push_back(cookie.substr(0, equals));
      if (keys.back() == "unb") user = cookie.substr(equals + 1);
    }
    begin = end + kSeparator.size();
  }
  if (user.empty()) {
    return IdentityError{"the cookie string has no `unb` (the user id); keys found: " +
                         (keys.empty() ? "none" : join(keys))};
  }
  if (!UserId::fits(user)) {
    return IdentityError{"the cookie `unb` is longer than " + std::to_string(UserId::capacity) +
                         " characters; keys found: " + join(keys)};
  }
  return Identity{
      .user = user,
      .cookies = std::string(cookies),
      .device_id = random_uuid(Random(static_cast<Seed>(device_seed))) + "-" + std::string(user)};
}

}  // namespace fishtank::core
