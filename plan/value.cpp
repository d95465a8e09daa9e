#include "plan/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace fishtank::plan {
namespace {

Parsed<Value> parse_boolean(std::string_view text) {
  if (text == "true") return Value{true};
  if (text == "false") return Value{false};
  return UnitError{fmt::format("`{}` is neither `true` nor `false`", text)};
}

Parsed<Value> parse_choice(std::string_view text, const ValueType& type) {
  if (std::ranges::find(type.choices, text) != type.choices.end()) return Value{std::string(text)};
  return UnitError{fmt::format("`{}` is not possible here", text)};
}

template <typename T>
Parsed<Value> widen(const Parsed<T>& parsed) {
  if (const auto* failed = std::get_if<UnitError>(&parsed)) return *failed;
  return Value{std::get<T>(parsed)};
}

Parsed<Value> parse_unchecked(std::string_view text, const ValueType& type) {
  switch (type.kind) {
    case ValueKind::duration: return widen(parse_duration(text));
    case ValueKind::count: return widen(parse_count(text));
    case ValueKind::percent: return widen(parse_percent(text));
    case ValueKind::bytes_per_second: return widen(parse_byte_rate(text));
    case ValueKind::bytes: return widen(parse_bytes(text));
    case ValueKind::boolean: return parse_boolean(text);
    case ValueKind::choice: return parse_choice(text, type);
    case ValueKind::text: return Value{std::string(text)};
    case ValueKind::wall_time: return widen(parse_wall_time(text));
  }
  __builtin_unreachable();
}

/// What the bounds of its type are about: the number itself, or the length of a text.
std::optional<std::int64_t> measure_of(const Value& value) {
  if (const auto* duration = std::get_if<Duration>(&value)) return duration->count();
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) {
    return static_cast<std::int64_t>(text->size());
  }
  return std::nullopt;
}

std::string print_bound(std::int64_t bound, ValueKind kind) {
  if (kind == ValueKind::duration) return print_value(Duration{bound}, kind);
  if (kind == ValueKind::text) return fmt::format("{}", bound);
  return print_value(bound, kind);
}

}  // namespace

std::string_view name(ValueKind kind) {
  switch (kind) {
    case ValueKind::duration: return "a duration";
    case ValueKind::count: return "a whole number";
    case ValueKind::percent: return "a share";
    case ValueKind::bytes_per_second: return "a rate";
    case ValueKind::bytes: return "a size";
    case ValueKind::boolean: return "true or false";
    case ValueKind::choice: return "a choice";
    case ValueKind::text: return "a text";
    case ValueKind::wall_time: return "a moment of the calendar";
  }
  __builtin_unreachable();
}

std::string_view example(ValueKind kind) {
  switch (kind) {
    case ValueKind::duration: return "1.5s";
    case ValueKind::count: return "3";
    case ValueKind::percent: return "0.5%";
    case ValueKind::bytes_per_second: return "64KiB/s";
    case ValueKind::bytes: return "64KiB";
    case ValueKind::boolean: return "true";
    case ValueKind::choice:
    case ValueKind::text: return "";
    case ValueKind::wall_time: return "2025-10-09T08:53:20Z";
  }
  __builtin_unreachable();
}

Parsed<Value> parse_value(std::string_view text, const ValueType& type) {
  Parsed<Value> parsed = parse_unchecked(text, type);
  const auto* value = std::get_if<Value>(&parsed);
  if (value == nullptr) return parsed;
  const std::optional<std::int64_t> measure = measure_of(*value);
  if (!measure || (*measure >= type.minimum && *measure <= type.maximum)) return parsed;
  if (type.kind == ValueKind::text) {
    return UnitError{
        fmt::format("the text has {} bytes: it must have {}", *measure, describe(type))};
  }
  return UnitError{fmt::format("`{}` is out of range: it must be {}", text, describe(type))};
}

std::string print_value(const Value& value, ValueKind kind) {
  switch (kind) {
    case ValueKind::duration: return print_duration(std::get<Duration>(value));
    case ValueKind::count: return fmt::format("{}", std::get<std::int64_t>(value));
    case ValueKind::percent: return print_percent(std::get<std::int64_t>(value));
    case ValueKind::bytes_per_second: return print_byte_rate(std::get<std::int64_t>(value));
    case ValueKind::bytes: return print_bytes(std::get<std::int64_t>(value));
    case ValueKind::boolean: return std::get<bool>(value) ? "true" : "false";
    case ValueKind::choice:
    case ValueKind::text: return std::get<std::string>(value);
    case ValueKind::wall_time: return print_wall_time(std::get<std::int64_t>(value));
  }
  __builtin_unreachable();
}

std::string describe(const ValueType& type) {
  if (type.kind == ValueKind::choice) return one_of(type.choices);
  const bool has_minimum = type.minimum != INT64_MIN;
  const bool has_maximum = type.maximum != INT64_MAX;
  if (has_minimum && has_maximum) {
    return fmt::format("{} to {}", print_bound(type.minimum, type.kind),
                       print_bound(type.maximum, type.kind));
  }
  if (has_minimum) return fmt::format("at least {}", print_bound(type.minimum, type.kind));
  if (has_maximum) return fmt::format("at most {}", print_bound(type.maximum, type.kind));
  return std::string(name(type.kind));
}

std::string one_of(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += fmt::format("`{}`", words[i]);
  }
  return text;
}

}  // namespace fishtank::plan
