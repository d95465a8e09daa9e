#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

#include "core/inline_text.hpp"
#include "core/time.hpp"

namespace fishtank::core {

/// Folds the fields of a value into one number, so that a state can be looked up among those
/// already visited. Equal values give equal numbers; the numbers mean nothing else and are in no
/// fingerprint.
class Hasher {
 public:
  /// Each machine shows its fields through `fields(visitor)`; the hasher is such a visitor.
  template <typename... Fields>
  void operator()(const Fields&... fields) {
    (add(fields), ...);
  }

  std::uint64_t value() const { return value_; }

 private:
  template <typename T>
  requires std::integral<T> || std::is_enum_v<T>
  void add(T number) {
    value_ = (value_ ^ static_cast<std::uint64_t>(number)) * 0x9e3779b97f4a7c15U;
    value_ ^= value_ >> 29U;
  }
  void add(Duration duration) { add(duration.count()); }
  void add(Instant instant) { add(instant.time_since_epoch().count()); }
  void add(std::string_view text) {
    add(text.size());
    for (const char character : text) add(character);
  }
  template <std::size_t Capacity>
  void add(const InlineText<Capacity>& text) {
    add(text.view());
  }
  template <typename Range>
  requires requires(const Range& range) {
    range.begin();
  } &&(!std::convertible_to<Range, std::string_view>)void add(const Range& range) {
    for (const auto& element : range) add(element);
  }
  template <typename Machine>
  requires requires(const Machine& machine, Hasher& hasher) { machine.fields(hasher); }
  void add(const Machine& machine) { machine.fields(*this); }

  std::uint64_t value_ = 0xcbf29ce484222325U;
};

}  // namespace fishtank::core
