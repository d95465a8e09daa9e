#include "server_mock/session.hpp"

#include <array>
#include <span>
#include <string_view>

#include "server_mock/hex.hpp"

namespace fishtank::server_mock {

core::Sid make_sid(core::Seed seed, ConnectionSerial serial) {
  core::Random random(core::derive(seed, "sid", static_cast<std::uint32_t>(serial)));
  std::array<char, 44> digits{};
  const std::span<char> all(digits);
  write_hex(random.next(), all.subspan(0, 16));
  write_hex(random.next(), all.subspan(16, 16));
  write_hex(random.next(), all.subspan(32));
  return std::string_view(digits.data(), digits.size());
}

core::Mid make_mid(core::Seed seed, std::uint32_t number) {
  // An odd factor and an exclusive or are both one to one, so different numbers differ.
  constexpr std::uint32_t kOddFactor = 0x9e3779b1U;
  const auto mask = static_cast<std::uint32_t>(core::derive(seed, "mid"));
  std::array<char, 10> text{};
  write_hex((number * kOddFactor) ^ mask, std::span(text).first(8));
  text[8] = ' ';
  text[9] = '0';
  return std::string_view(text.data(), text.size());
}

}  // namespace fishtank::server_mock
