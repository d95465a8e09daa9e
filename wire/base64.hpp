#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Standard base64 (RFC 4648 section 4: `+`, `/`, padded with `=`), as push items and message
/// contents travel (protocol.md 4.2).
namespace fishtank::wire {

/// Length of the base64 text of so many bytes.
constexpr std::size_t base64_size(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

/// Appends the base64 text of `bytes`.
void append_base64(std::string_view bytes, std::string& out);

/// Replaces `out` by the bytes that `text` stands for. Strict: false for any other character, a
/// wrong length, missing padding or bits set beyond the last byte, so equal bytes have one text
/// only. `out` is unspecified then. Never holds more than 3/4 of the text.
bool decode_base64(std::string_view text, std::string& out);

}  // namespace fishtank::wire
