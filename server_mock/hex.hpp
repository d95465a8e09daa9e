#pragma once

#include <cstdint>
#include <span>

namespace fishtank::server_mock {

/// Fills `digits` with the lowest hex digits of `number`, lower case, padded with zeros.
constexpr void write_hex(std::uint64_t number, std::span<char> digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    *digit = "0123456789abcdef"[number & 0xfU];
    number >>= 4U;
  }
}

}  // namespace fishtank::server_mock
