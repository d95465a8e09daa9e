#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "plan/spelling.hpp"
#include "plan/value.hpp"

/// One field of a struct as a scenario file writes it. A table of them says everything about a
/// mapping of the file: the parser, the printer, the schema and `fishtank profiles` read the same
/// rows.
namespace fishtank::plan {

template <typename T>
struct Field {
  std::string_view name;  ///< the key; dotted in the table of a policy: `heartbeat.interval`
  ValueType type;
  std::string_view about;  ///< one sentence; where the number comes from
  Value (*get)(const T&) = nullptr;
  void (*set)(T&, const Value&) = nullptr;
};

/// A year of run time, the longest duration that a scenario may name. Sums of a few of them fit.
inline constexpr std::int64_t kYearInNanoseconds = std::int64_t{8'784} * 3'600'000'000'000;

/// Bounds of a field, in its own unit, and how its integer is written.
struct Bounds {
  std::int64_t minimum = 0;
  std::int64_t maximum = INT64_MAX;
  ValueKind integer = ValueKind::count;
};

namespace detail {

/// object.*First.*Second...
template <auto First, auto... Rest, typename Object>
constexpr auto& member(Object& object) {
  if constexpr (sizeof...(Rest) == 0) {
    return object.*First;
  } else {
    return member<Rest...>(object.*First);
  }
}

template <typename Member>
Value to_value(const Member& value) {
  if constexpr (std::is_enum_v<Member>) {
    return std::string(to_word(value));
  } else if constexpr (std::integral<Member> && !std::same_as<Member, bool>) {
    return static_cast<std::int64_t>(value);
  } else {
    return value;
  }
}

template <typename Member>
void from_value(Member& into, const Value& value) {
  if constexpr (std::is_enum_v<Member>) {
    into = from_word<Member>(std::get<std::string>(value));
  } else if constexpr (std::integral<Member> && !std::same_as<Member, bool>) {
    into = static_cast<Member>(std::get<std::int64_t>(value));
  } else {
    into = std::get<Member>(value);
  }
}

template <typename Member>
constexpr ValueType type_of(Bounds bounds) {
  if constexpr (std::same_as<Member, Duration>) {
    const bool open = bounds.maximum == INT64_MAX;
    return {ValueKind::duration, {}, bounds.minimum, open ? kYearInNanoseconds : bounds.maximum};
  } else if constexpr (std::same_as<Member, bool>) {
    return {ValueKind::boolean};
  } else if constexpr (std::same_as<Member, std::string>) {
    return {ValueKind::text};
  } else if constexpr (std::is_enum_v<Member>) {
    return {ValueKind::choice, Spelling<Member>::words};
  } else {
    constexpr auto kGreatest = static_cast<std::int64_t>(
        sizeof(Member) < sizeof(std::int64_t) ? std::int64_t{INT32_MAX} : INT64_MAX);
    return {bounds.integer, {}, bounds.minimum, std::min(bounds.maximum, kGreatest)};
  }
}

}  // namespace detail

/// The field that is reached from a T by the members `Path`. Its kind follows from its type;
/// integers are counts unless the bounds say otherwise, durations reach from 0 to a year.
template <typename T, auto... Path>
constexpr Field<T> field(std::string_view name, std::string_view about, Bounds bounds = {}) {
  using Member = std::remove_reference_t<decltype(detail::member<Path...>(std::declval<T&>()))>;
  return {name, detail::type_of<Member>(bounds), about,
          [](const T& object) { return detail::to_value(detail::member<Path...>(object)); },
          [](T& object, const Value& value) {
            detail::from_value(detail::member<Path...>(object), value);
          }};
}

}  // namespace fishtank::plan
