#include "plan/units.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <numeric>
#include <optional>
#include <span>

namespace fishtank::plan {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t size;
};

constexpr std::array kDurationUnits{
    Unit{"h", 3'600'000'000'000}, Unit{"m", 60'000'000'000}, Unit{"s", 1'000'000'000},
    Unit{"ms", 1'000'000},        Unit{"us", 1'000},         Unit{"ns", 1}};

constexpr std::array kByteUnits{
    Unit{"GiB", 1 << 30}, Unit{"GB", 1'000'000'000}, Unit{"MiB", 1 << 20}, Unit{"MB", 1'000'000},
    Unit{"KiB", 1 << 10}, Unit{"kB", 1'000},         Unit{"B", 1}};

constexpr std::array kByteRateUnits{Unit{"Gbit/s", 125'000'000}, Unit{"Mbit/s", 125'000},
                                    Unit{"kbit/s", 125},         Unit{"GiB/s", 1 << 30},
                                    Unit{"GB/s", 1'000'000'000}, Unit{"MiB/s", 1 << 20},
                                    Unit{"MB/s", 1'000'000},     Unit{"KiB/s", 1 << 10},
                                    Unit{"kB/s", 1'000},         Unit{"B/s", 1}};

constexpr std::array kPercentUnits{Unit{"%", 10'000}};

constexpr std::size_t kFractionDigits = 9;

/// A decimal number: whole + fraction / fraction_scale.
struct Number {
  std::int64_t whole = 0;
  std::int64_t fraction = 0;
  std::int64_t fraction_scale = 1;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_while(std::string_view& rest, bool (*wanted)(char)) {
  std::size_t size = 0;
  while (size < rest.size() && wanted(rest[size])) ++size;
  const std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(size);
  return taken;
}

UnitError error(std::string message) { return UnitError{std::move(message)}; }

UnitError too_big(std::string_view text) {
  return error(fmt::format("`{}` is too big to be counted", text));
}

std::optional<std::int64_t> digits_to_number(std::string_view digits) {
  std::int64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec != std::errc{} || result.ptr != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// Takes `12` or `12.5` from the front of `rest`; `what` is an example for the message.
Parsed<Number> take_number(std::string_view& rest, std::string_view text, std::string_view what) {
  const std::string_view whole = take_while(rest, is_digit);
  if (whole.empty())
    return error(fmt::format("`{}` is not a number with a unit, as {}", text, what));
  const auto value = digits_to_number(whole);
  if (!value) return too_big(text);
  Number number{*value, 0, 1};
  if (!rest.starts_with('.')) return number;
  rest.remove_prefix(1);
  const std::string_view fraction = take_while(rest, is_digit);
  if (fraction.empty()) return error(fmt::format("`{}` has no digits after the point", text));
  if (fraction.size() > kFractionDigits) {
    return error(
        fmt::format("`{}` has more than {} digits after the point", text, kFractionDigits));
  }
  number.fraction = *digits_to_number(fraction);
  for (std::size_t i = 0; i < fraction.size(); ++i) number.fraction_scale *= 10;
  return number;
}

/// number x unit, exactly.
Parsed<std::int64_t> scale(const Number& number, const Unit& unit, std::string_view text) {
  const std::int64_t common = std::gcd(number.fraction_scale, unit.size);
  const std::int64_t divisor = number.fraction_scale / common;
  if (number.fraction % divisor != 0) {
    return error(fmt::format("`{}` is finer than can be counted", text));
  }
  const std::int64_t part = number.fraction / divisor * (unit.size / common);
  std::int64_t value = 0;
  if (__builtin_mul_overflow(number.whole, unit.size, &value) ||
      __builtin_add_overflow(value, part, &value)) {
    return too_big(text);
  }
  return value;
}

const Unit* find_unit(std::span<const Unit> units, std::string_view name) {
  for (const Unit& unit : units) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

std::string names_of(std::span<const Unit> units) {
  std::string names;
  for (const Unit& unit : units) names += (names.empty() ? "" : ", ") + std::string(unit.name);
  return names;
}

/// One number and one unit.
Parsed<std::int64_t> parse_quantity(std::string_view text, std::span<const Unit> units,
                                    std::string_view examples) {
  std::string_view rest = text;
  const auto number = take_number(rest, text, examples);
  if (const auto* failed = std::get_if<UnitError>(&number)) return *failed;
  if (rest.empty()) {
    return error(fmt::format("`{}` has no unit: write {}", text, examples));
  }
  const Unit* unit = find_unit(units, rest);
  const bool after_space = rest.starts_with(' ') && find_unit(units, rest.substr(1)) != nullptr;
  if (after_space) {
    return error(fmt::format("`{}`: no space before the unit: write {}{}", text,
                             text.substr(0, text.size() - rest.size()), rest.substr(1)));
  }
  if (unit == nullptr) {
    return error(fmt::format("`{}` is no unit here; the units are {}", rest, names_of(units)));
  }
  return scale(std::get<Number>(number), *unit, text);
}

/// The shortest text of a whole number of some unit; of equally short ones the first in the table.
std::string print_quantity(std::int64_t value, std::span<const Unit> units) {
  std::string shortest;
  for (const Unit& unit : units) {
    if (value % unit.size != 0) continue;
    std::string text = fmt::format("{}{}", value / unit.size, unit.name);
    if (shortest.empty() || text.size() < shortest.size()) shortest = std::move(text);
  }
  return shortest;
}

/// `value / scale` with as many digits after the point as it takes.
std::string print_decimal(std::uint64_t value, std::uint64_t scale) {
  std::string text = fmt::format("{}", value / scale);
  std::uint64_t rest = value % scale;
  if (rest == 0) return text;
  text += '.';
  while (rest != 0) {
    scale /= 10;
    text += static_cast<char>('0' + rest / scale);
    rest %= scale;
  }
  return text;
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// What follows the number instead of a unit tells what was meant: `45 s`, `2:45`.
UnitError unit_missing(std::string_view text, std::string_view number, std::string_view rest) {
  if (rest.starts_with(' ') && find_unit(kDurationUnits, rest.substr(1)) != nullptr) {
    return error(
        fmt::format("`{}`: no space before the unit: write {}{}", text, number, rest.substr(1)));
  }
  if (rest.starts_with(':') && rest.find_first_not_of("0123456789", 1) == rest.npos) {
    return error(
        fmt::format("`{}`: minutes and seconds are written {}m{}s", text, number, rest.substr(1)));
  }
  return error(fmt::format("`{}` has no unit: write {}s or {}ms", text, number, number));
}

/// One number with its unit from the front of `rest`, in nanoseconds. `smaller` is where in the
/// table the units begin that may still come.
Parsed<std::int64_t> take_duration_part(std::string_view& rest, std::string_view text,
                                        std::size_t& smaller, bool& had_fraction) {
  const std::string_view start = rest;
  const auto number = take_number(rest, text, "`1.5s` or `250ms`");
  if (const auto* failed = std::get_if<UnitError>(&number)) return *failed;
  const std::string_view digits = start.substr(0, start.size() - rest.size());
  const std::string_view name = take_while(rest, is_letter);
  if (name.empty()) return unit_missing(text, digits, rest);
  const Unit* unit = find_unit(kDurationUnits, name);
  if (unit == nullptr) {
    return error(
        fmt::format("`{}` is no unit of time; the units are {}", name, names_of(kDurationUnits)));
  }
  const auto index = static_cast<std::size_t>(unit - kDurationUnits.data());
  if (index < smaller) {
    return error(fmt::format("`{}`: each unit once and the greater first, as in `2m45s`", text));
  }
  if (had_fraction) {
    return error(fmt::format("`{}`: only the last number may have a fraction", text));
  }
  smaller = index + 1;
  had_fraction = std::get<Number>(number).fraction_scale != 1;
  return scale(std::get<Number>(number), *unit, text);
}

}  // namespace

Parsed<Duration> parse_duration(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  std::int64_t total = 0;
  std::size_t smaller = 0;
  bool had_fraction = false;
  do {
    const auto part = take_duration_part(rest, text, smaller, had_fraction);
    if (const auto* failed = std::get_if<UnitError>(&part)) return *failed;
    if (__builtin_add_overflow(total, std::get<std::int64_t>(part), &total)) return too_big(text);
  } while (!rest.empty());
  return Duration{negative ? -total : total};
}

std::string print_duration(Duration value) {
  if (value == Duration::zero()) return "0s";
  const bool negative = value < Duration::zero();
  const auto count = static_cast<std::uint64_t>(value.count());
  std::uint64_t rest = negative ? 0 - count : count;
  std::string text = negative ? "-" : "";
  for (const Unit& unit : kDurationUnits) {
    const auto size = static_cast<std::uint64_t>(unit.size);
    if (rest == 0) break;
    // After minutes come seconds, be it a fraction of one: 1m0.05s reads like its neighbours,
    // 1m50ms not.
    const bool continues = unit.name == "s" && !text.empty() && text != "-";
    if (rest < size && !continues) continue;
    if (unit.name == "h" || unit.name == "m") {
      text += fmt::format("{}{}", rest / size, unit.name);
      rest %= size;
      continue;
    }
    return text + print_decimal(rest, size) + std::string(unit.name);
  }
  return text;
}

Parsed<std::int64_t> parse_percent(std::string_view text) {
  return parse_quantity(text, kPercentUnits, "`5%` or `0.1%`");
}

std::string print_percent(std::int64_t parts_per_million) {
  return print_decimal(static_cast<std::uint64_t>(parts_per_million), 10'000) + "%";
}

Parsed<std::int64_t> parse_bytes(std::string_view text) {
  return parse_quantity(text, kByteUnits, "`64KiB` or `512B`");
}

std::string print_bytes(std::int64_t bytes) {
  return bytes == 0 ? "0B" : print_quantity(bytes, kByteUnits);
}

Parsed<std::int64_t> parse_byte_rate(std::string_view text) {
  if (text == "unlimited") return std::int64_t{0};
  return parse_quantity(text, kByteRateUnits, "`64KiB/s` or `1Mbit/s`");
}

std::string print_byte_rate(std::int64_t bytes_per_second) {
  return bytes_per_second == 0 ? "unlimited" : print_quantity(bytes_per_second, kByteRateUnits);
}

Parsed<std::int64_t> parse_count(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  std::string_view rest = digits;
  if (take_while(rest, is_digit).empty() || !rest.empty()) {
    return error(fmt::format("`{}` is not a whole number", text));
  }
  const auto value = digits_to_number(text);
  if (!value) return too_big(text);
  return *value;
}

namespace {

constexpr std::string_view kWallTimeShape = "dddd-dd-ddTdd:dd:dd";

bool has_wall_time_shape(std::string_view text) {
  if (text.size() < kWallTimeShape.size()) return false;
  for (std::size_t i = 0; i < kWallTimeShape.size(); ++i) {
    const bool fits = kWallTimeShape[i] == 'd' ? is_digit(text[i]) : text[i] == kWallTimeShape[i];
    if (!fits) return false;
  }
  std::string_view rest = text.substr(kWallTimeShape.size());
  if (rest == "Z") return true;
  return rest.size() == 5 && rest[0] == '.' && is_digit(rest[1]) && is_digit(rest[2]) &&
         is_digit(rest[3]) && rest[4] == 'Z';
}

int field_of(std::string_view text, std::size_t at, std::size_t size) {
  return static_cast<int>(*digits_to_number(text.substr(at, size)));
}

}  // namespace

Parsed<std::int64_t> parse_wall_time(std::string_view text) {
  if (!has_wall_time_shape(text)) {
    return error(fmt::format("`{}` is no moment: write it as `2025-10-09T08:53:20Z`", text));
  }
  const std::chrono::year_month_day date{
      std::chrono::year{field_of(text, 0, 4)},
      std::chrono::month{static_cast<unsigned>(field_of(text, 5, 2))},
      std::chrono::day{static_cast<unsigned>(field_of(text, 8, 2))}};
  const int hour = field_of(text, 11, 2);
  const int minute = field_of(text, 14, 2);
  const int second = field_of(text, 17, 2);
  if (!date.ok() || date.year() < std::chrono::year{1970} || hour > 23 || minute > 59 ||
      second > 59) {
    return error(fmt::format("`{}` is in no calendar since 1970", text));
  }
  const auto moment = std::chrono::sys_days{date} + core::hours{hour} + core::minutes{minute} +
                      core::seconds{second};
  const std::int64_t ms = text.size() > kWallTimeShape.size() + 1 ? field_of(text, 20, 3) : 0;
  return core::duration_cast<core::milliseconds>(moment.time_since_epoch()).count() + ms;
}

std::string print_wall_time(std::int64_t ms) {
  const core::milliseconds since{ms};
  const auto day = std::chrono::floor<std::chrono::days>(since);
  const std::chrono::year_month_day date{std::chrono::sys_days{day}};
  const auto of_day = core::duration_cast<core::milliseconds>(since - day).count();
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  of_day / 3'600'000, of_day / 60'000 % 60, of_day / 1'000 % 60);
  if (of_day % 1'000 != 0) text += fmt::format(".{:03}", of_day % 1'000);
  return text + "Z";
}

}  // namespace fishtank::plan
