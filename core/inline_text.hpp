#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fishtank::core {

/// A short text that lives where it stands: no heap, trivially copyable, compared byte for byte.
/// Identifiers of the protocol (mid, sid, cid, ids of messages and users) are of this kind.
///
/// `Capacity` is the greatest length in bytes; longer text does not fit, and whoever reads it from
/// outside asks fits() first. Unused bytes are zero, so equal texts are equal bytes.
template <std::size_t Capacity>
class InlineText {
  static_assert(Capacity < 256);

 public:
  static constexpr std::size_t capacity = Capacity;

  constexpr InlineText() = default;
  constexpr InlineText(std::string_view text) {  // NOLINT: a text is a text
    assert(fits(text));
    std::copy(text.begin(), text.end(), bytes_.begin());
    size_ = static_cast<std::uint8_t>(text.size());
  }
  constexpr InlineText(const char* text) : InlineText(std::string_view(text)) {}  // NOLINT

  static constexpr bool fits(std::string_view text) { return text.size() <= Capacity; }

  constexpr std::string_view view() const { return {bytes_.data(), size_}; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }

  bool operator==(const InlineText&) const = default;
  auto operator<=>(const InlineText& other) const { return view() <=> other.view(); }

 private:
  std::array<char, Capacity> bytes_{};
  std::uint8_t size_ = 0;
};

}  // namespace fishtank::core
