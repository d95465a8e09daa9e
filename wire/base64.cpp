#include "wire/base64.hpp"

#include <array>
#include <cstdint>

namespace fishtank::wire {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t kNoDigit = 64;

constexpr std::array<std::uint8_t, 256> kDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::uint8_t value = 0; value < 64; ++value) {
    digits[static_cast<unsigned char>(kAlphabet[value])] = value;
  }
  return digits;
}();

std::uint32_t byte_at(std::string_view bytes, std::size_t index) {
  return index < bytes.size() ? static_cast<unsigned char>(bytes[index]) : 0U;
}

std::size_t padding_of(std::string_view text) {
  if (text.ends_with("==")) return 2;
  return text.ends_with("=") ? 1 : 0;
}

}  // namespace

void append_base64(std::string_view bytes, std::string& out) {
  std::size_t at = out.size();
  out.resize(at + base64_size(bytes.size()), '=');
  for (std::size_t begin = 0; begin < bytes.size(); begin += 3, at += 4) {
    const std::uint32_t group =
        byte_at(bytes, begin) << 16 | byte_at(bytes, begin + 1) << 8 | byte_at(bytes, begin + 2);
    const std::size_t left = bytes.size() - begin;
    out[at] = kAlphabet[group >> 18];
    out[at + 1] = kAlphabet[group >> 12 & 63];
    if (left > 1) out[at + 2] = kAlphabet[group >> 6 & 63];
    if (left > 2) out[at + 3] = kAlphabet[group & 63];
  }
}

bool decode_base64(std::string_view text, std::string& out) {
  if (text.size() % 4 != 0) return false;
  const std::string_view digits = text.substr(0, text.size() - padding_of(text));
  out.resize(digits.size() * 6 / 8);

  std::size_t written = 0;
  std::uint32_t bits = 0;  // of the digits read and not yet written, the oldest highest
  int bit_count = 0;
  for (const char character : digits) {
    const std::uint8_t digit = kDigits[static_cast<unsigned char>(character)];
    if (digit == kNoDigit) return false;
    bits = (bits << 6 | digit) & 0xffff;
    bit_count += 6;
    if (bit_count < 8) continue;
    bit_count -= 8;
    out[written++] = static_cast<char>(bits >> bit_count & 0xff);
  }
  return (bits & ((1U << bit_count) - 1)) == 0;
}

}  // namespace fishtank::wire
