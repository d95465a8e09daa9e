#include "plan/utf8.hpp"

#include <cstdint>

namespace fishtank::plan {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// The size that the first byte of a character announces; 0 if no character begins so.
std::size_t announced_size(unsigned first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

bool is_continuation(unsigned byte) { return (byte & 0xc0U) == 0x80; }

/// Overlong forms, surrogates and code points beyond the last show in the second byte.
bool second_byte_fits(unsigned first, unsigned second) {
  if (first == 0xe0) return second >= 0xa0;
  if (first == 0xed) return second < 0xa0;
  if (first == 0xf0) return second >= 0x90;
  if (first == 0xf4) return second < 0x90;
  return true;
}

std::uint32_t code_point(std::string_view text) {
  const std::size_t size = character_size(text);
  if (size == 1) return byte_at(text, 0);
  std::uint32_t value = byte_at(text, 0) & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) value = value << 6U | (byte_at(text, i) & 0x3fU);
  return value;
}

}  // namespace

std::optional<std::size_t> first_bad_byte(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const unsigned first = byte_at(text, at);
    const std::size_t size = announced_size(first);
    if (size == 0 || at + size > text.size()) return at;
    for (std::size_t i = 1; i < size; ++i) {
      if (!is_continuation(byte_at(text, at + i))) return at;
    }
    if (size > 1 && !second_byte_fits(first, byte_at(text, at + 1))) return at;
    at += size;
  }
  return std::nullopt;
}

std::string with_question_marks(std::string_view text) {
  std::string result;
  while (const auto bad = first_bad_byte(text)) {
    result += text.substr(0, *bad);
    result += '?';
    text.remove_prefix(*bad + 1);
  }
  return result += text;
}

std::size_t character_size(std::string_view text) { return announced_size(byte_at(text, 0)); }

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) count += !is_continuation(byte_at(text, at));
  return count;
}

int display_width(std::string_view text) {
  const std::uint32_t c = code_point(text);
  const bool wide = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
                    (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
                    (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
                    (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) ||
                    (c >= 0x20000 && c <= 0x3fffd);
  return wide ? 2 : 1;
}

}  // namespace fishtank::plan
