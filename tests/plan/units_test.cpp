#include "plan/units.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fishtank::plan {
namespace {

using core::hours;
using core::milliseconds;
using core::minutes;
using core::seconds;

template <typename T>
T value(const Parsed<T>& parsed) {
  if (const auto* failed = std::get_if<UnitError>(&parsed)) {
    ADD_FAILURE() << failed->message;
    return {};
  }
  return std::get<T>(parsed);
}

template <typename T>
std::string message(const Parsed<T>& parsed) {
  const auto* failed = std::get_if<UnitError>(&parsed);
  return failed == nullptr ? "(a value)" : failed->message;
}

TEST(Durations, AreReadExactly) {
  EXPECT_EQ(value(parse_duration("1.5s")), milliseconds(1'500));
  EXPECT_EQ(value(parse_duration("250ms")), milliseconds(250));
  EXPECT_EQ(value(parse_duration("2h")), hours(2));
  EXPECT_EQ(value(parse_duration("2m45s")), seconds(165));
  EXPECT_EQ(value(parse_duration("0s")), Duration::zero());
  EXPECT_EQ(value(parse_duration("-1h")), -hours(1));
  EXPECT_EQ(value(parse_duration("1.000000001s")), seconds(1) + Duration{1});
  EXPECT_EQ(value(parse_duration("0.5h")), minutes(30));
  EXPECT_EQ(value(parse_duration("1h0.5s")), hours(1) + milliseconds(500));
}

TEST(Durations, WithoutAUnitAreExplained) {
  EXPECT_EQ(message(parse_duration("30")), "`30` has no unit: write 30s or 30ms");
  EXPECT_EQ(message(parse_duration("2m30")), "`2m30` has no unit: write 30s or 30ms");
  EXPECT_EQ(message(parse_duration("45 s")), "`45 s`: no space before the unit: write 45s");
  EXPECT_EQ(message(parse_duration("2:45")), "`2:45`: minutes and seconds are written 2m45s");
}

TEST(Durations, ThatAreNoneAreExplained) {
  EXPECT_EQ(message(parse_duration("soon")),
            "`soon` is not a number with a unit, as `1.5s` or `250ms`");
  EXPECT_EQ(message(parse_duration("")), "`` is not a number with a unit, as `1.5s` or `250ms`");
  EXPECT_EQ(message(parse_duration("3d")),
            "`d` is no unit of time; the units are h, m, s, ms, us, ns");
  EXPECT_EQ(message(parse_duration("5s2m")),
            "`5s2m`: each unit once and the greater first, as in `2m45s`");
  EXPECT_EQ(message(parse_duration("5s5s")),
            "`5s5s`: each unit once and the greater first, as in `2m45s`");
  EXPECT_EQ(message(parse_duration("1.5m3s")),
            "`1.5m3s`: only the last number may have a fraction");
  EXPECT_EQ(message(parse_duration("1.s")), "`1.s` has no digits after the point");
  EXPECT_EQ(message(parse_duration("0.5ns")), "`0.5ns` is finer than can be counted");
  EXPECT_EQ(message(parse_duration("9999999h")), "`9999999h` is too big to be counted");
  EXPECT_EQ(message(parse_duration("99999999999999999999s")),
            "`99999999999999999999s` is too big to be counted");
}

TEST(Durations, ArePrintedInTheGreatestUnits) {
  EXPECT_EQ(print_duration(seconds(165)), "2m45s");
  EXPECT_EQ(print_duration(seconds(72'000)), "20h");
  EXPECT_EQ(print_duration(milliseconds(61'500)), "1m1.5s");
  EXPECT_EQ(print_duration(milliseconds(60'250)), "1m0.25s");
  EXPECT_EQ(print_duration(core::nanoseconds(1'500)), "1.5us");
  EXPECT_EQ(print_duration(-hours(1)), "-1h");
  EXPECT_EQ(print_duration(Duration::zero()), "0s");
}

RC_GTEST_PROP(Durations, ThatArePrintedReadBackAsThemselves, (std::int64_t count)) {
  RC_PRE(count != INT64_MIN);
  RC_ASSERT(std::get<Duration>(parse_duration(print_duration(Duration{count}))) == Duration{count});
}

RC_GTEST_PROP(Durations, OfAnyMagnitudeReadBackAsThemselves, ()) {
  const auto digits = *rc::gen::inRange(0, 62);
  const auto count = *rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << digits);
  RC_ASSERT(std::get<Duration>(parse_duration(print_duration(Duration{count}))) == Duration{count});
}

RC_GTEST_PROP(Durations, OfAnyTextAreAValueOrAMessage, (std::string text)) {
  const auto parsed = parse_duration(text);
  if (const auto* failed = std::get_if<UnitError>(&parsed)) RC_ASSERT(!failed->message.empty());
}

TEST(Percentages, ArePartsPerMillion) {
  EXPECT_EQ(value(parse_percent("5%")), 50'000);
  EXPECT_EQ(value(parse_percent("0.1%")), 1'000);
  EXPECT_EQ(value(parse_percent("0.0001%")), 1);
  EXPECT_EQ(message(parse_percent("0.00001%")), "`0.00001%` is finer than can be counted");
  EXPECT_EQ(message(parse_percent("5")), "`5` has no unit: write `5%` or `0.1%`");
  EXPECT_EQ(message(parse_percent("5 %")), "`5 %`: no space before the unit: write 5%");
  EXPECT_EQ(print_percent(1'000), "0.1%");
  EXPECT_EQ(print_percent(1'000'000), "100%");
}

RC_GTEST_PROP(Percentages, ThatArePrintedReadBackAsThemselves, ()) {
  const auto parts = *rc::gen::inRange<std::int64_t>(0, 1'000'001);
  RC_ASSERT(std::get<std::int64_t>(parse_percent(print_percent(parts))) == parts);
}

TEST(ByteSizes, KnowBothKindsOfPrefix) {
  EXPECT_EQ(value(parse_bytes("64KiB")), 65'536);
  EXPECT_EQ(value(parse_bytes("64kB")), 64'000);
  EXPECT_EQ(value(parse_bytes("1.5MiB")), 1'572'864);
  EXPECT_EQ(print_bytes(65'536), "64KiB");
  EXPECT_EQ(print_bytes(1'000'000), "1MB");
  EXPECT_EQ(print_bytes(0), "0B");
  EXPECT_EQ(message(parse_bytes("64K")),
            "`K` is no unit here; the units are GiB, GB, MiB, MB, KiB, kB, B");
}

TEST(ByteRates, AreBytesOrBitsASecondOrUnlimited) {
  EXPECT_EQ(value(parse_byte_rate("64KiB/s")), 65'536);
  EXPECT_EQ(value(parse_byte_rate("1Mbit/s")), 125'000);
  EXPECT_EQ(value(parse_byte_rate("unlimited")), 0);
  EXPECT_EQ(print_byte_rate(0), "unlimited");
  EXPECT_EQ(message(parse_byte_rate("64")), "`64` has no unit: write `64KiB/s` or `1Mbit/s`");
}

RC_GTEST_PROP(ByteSizes, AndRatesThatArePrintedReadBackAsThemselves, ()) {
  const auto bytes = *rc::gen::inRange<std::int64_t>(0, INT64_MAX);
  RC_ASSERT(std::get<std::int64_t>(parse_bytes(print_bytes(bytes))) == bytes);
  RC_ASSERT(std::get<std::int64_t>(parse_byte_rate(print_byte_rate(bytes))) == bytes);
}

TEST(Counts, AreDigitsAndNothingElse) {
  EXPECT_EQ(value(parse_count("-3")), -3);
  EXPECT_EQ(message(parse_count("3.5")), "`3.5` is not a whole number");
  EXPECT_EQ(message(parse_count("0x10")), "`0x10` is not a whole number");
  EXPECT_EQ(message(parse_count("99999999999999999999")),
            "`99999999999999999999` is too big to be counted");
}

TEST(WallTimes, AreMillisecondsSince1970) {
  EXPECT_EQ(value(parse_wall_time("2025-10-09T08:53:20Z")), 1'760'000'000'000);
  EXPECT_EQ(value(parse_wall_time("1970-01-01T00:00:00.001Z")), 1);
  EXPECT_EQ(print_wall_time(1'760'000'000'000), "2025-10-09T08:53:20Z");
  EXPECT_EQ(message(parse_wall_time("2025-02-29T00:00:00Z")),
            "`2025-02-29T00:00:00Z` is in no calendar since 1970");
  EXPECT_EQ(message(parse_wall_time("yesterday")),
            "`yesterday` is no moment: write it as `2025-10-09T08:53:20Z`");
}

RC_GTEST_PROP(WallTimes, ThatArePrintedReadBackAsThemselves, ()) {
  const auto ms = *rc::gen::inRange<std::int64_t>(0, 253'402'300'800'000);
  RC_ASSERT(std::get<std::int64_t>(parse_wall_time(print_wall_time(ms))) == ms);
}

}  // namespace
}  // namespace fishtank::plan
