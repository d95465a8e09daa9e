#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "plan/units.hpp"

/// A single value of a scenario file: a fault's parameter, a field of a policy, of a link, of a
/// client. All of them are written, checked, printed and described in the schema by the same few
/// functions.
namespace fishtank::plan {

/// A value as written in a scenario or by default.
using Value = std::variant<Duration, std::int64_t, bool, std::string>;

/// How a value is written and checked.
enum class ValueKind : std::uint8_t {
  duration,          ///< `1.5s`, `250ms`, `2h`; Duration
  count,             ///< an integer; std::int64_t
  percent,           ///< `5%`, `0.1%`; std::int64_t in parts per million
  bytes_per_second,  ///< `64KiB/s`, `1Mbit/s`, `unlimited`; std::int64_t
  bytes,             ///< `64KiB`; std::int64_t
  boolean,           ///< bool
  choice,            ///< one of the choices; std::string
  text,              ///< std::string
  wall_time,         ///< `2025-10-09T08:53:20Z`; std::int64_t in ms since 1970
};

/// "a duration", "a whole number", ...: as a message says it.
std::string_view name(ValueKind kind);

/// `1.5s`, `64KiB`, ...: how one writes such a value; empty for text and choices.
std::string_view example(ValueKind kind);

/// Everything that decides whether a text is a good value.
struct ValueType {
  ValueKind kind = ValueKind::text;
  std::span<const std::string_view> choices = {};  ///< for ValueKind::choice
  std::int64_t minimum = INT64_MIN;  ///< in the value's own unit (ns; bytes of a text)
  std::int64_t maximum = INT64_MAX;
};

/// The value that a text stands for, or why it stands for none. For a choice the message does not
/// list the choices: whoever reports it knows how (Reading::unknown_word).
Parsed<Value> parse_value(std::string_view text, const ValueType& type);

/// The canonical text of a value. The alternative must fit the kind.
std::string print_value(const Value& value, ValueKind kind);

/// "0s to 1h", "at least 1", "true or false", "`up`, `down` or `both`": what may be written.
std::string describe(const ValueType& type);

/// "`a`, `b` or `c`".
std::string one_of(std::span<const std::string_view> words);

}  // namespace fishtank::plan
