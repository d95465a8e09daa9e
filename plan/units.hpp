#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/time.hpp"

/// Quantities as people write them, and back. All arithmetic is on integers and exact: what cannot
/// be said in the target unit without rounding is an error, as is what does not fit. Printing gives
/// the one canonical text of a value, and parsing that text gives the value again.
namespace fishtank::plan {

using core::Duration;

/// Why a text is not the quantity that was asked for: a sentence for the one who wrote it.
struct UnitError {
  std::string message;

  bool operator==(const UnitError&) const = default;
};

template <typename T>
using Parsed = std::variant<T, UnitError>;

/// `1.5s`, `250ms`, `2h`, `2m45s`, `0s`, `-1h`. Units h, m, s, ms, us, ns, each at most once and
/// the greater first; only the last number may have a fraction.
Parsed<Duration> parse_duration(std::string_view text);

/// The greatest units first: 165 s is `2m45s`, 61.5 s is `1m1.5s`, 60.05 s is `1m0.05s`, 1.5 ms is
/// `1.5ms`.
std::string print_duration(Duration value);

/// `5%`, `0.1%`, in parts per million. Negative shares do not exist.
Parsed<std::int64_t> parse_percent(std::string_view text);
std::string print_percent(std::int64_t parts_per_million);

/// `512B`, `64KiB`, `1.5MiB`, `1MB`: powers of 1024 with an i, powers of 1000 without.
Parsed<std::int64_t> parse_bytes(std::string_view text);
std::string print_bytes(std::int64_t bytes);

/// `64KiB/s`, `1Mbit/s`, in bytes a second. `unlimited` is 0.
Parsed<std::int64_t> parse_byte_rate(std::string_view text);
std::string print_byte_rate(std::int64_t bytes_per_second);

/// `-3`, `42`: decimal digits and nothing else.
Parsed<std::int64_t> parse_count(std::string_view text);

/// `2025-10-09T08:53:20Z` or with milliseconds `2025-10-09T08:53:20.250Z`, in ms since 1970 (UTC).
/// Years 1970 to 9999.
Parsed<std::int64_t> parse_wall_time(std::string_view text);
std::string print_wall_time(std::int64_t ms);

}  // namespace fishtank::plan
