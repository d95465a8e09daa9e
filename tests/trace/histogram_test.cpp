#include "trace/histogram.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace fishtank::trace {
namespace {

Histogram histogram_of(const std::vector<std::int64_t>& values) {
  Histogram histogram;
  for (const std::int64_t value : values) histogram.add(value);
  return histogram;
}

/// The definition of percentile(): nearest rank in the sorted values.
std::int64_t nearest_rank(std::vector<std::int64_t> values, int percent) {
  std::ranges::sort(values);
  const std::size_t rank = (values.size() * static_cast<std::size_t>(percent) + 99) / 100;
  return values[rank - 1];
}

rc::Gen<std::vector<std::int64_t>> any_values(std::size_t fewest, std::size_t most) {
  const auto value = rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 1000),
                                    rc::gen::inRange<std::int64_t>(0, 100'000'000'000));
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(fewest, most), [value](std::size_t count) {
    return rc::gen::container<std::vector<std::int64_t>>(count, value);
  });
}

RC_GTEST_PROP(Histogram, IsExactForFewDifferentValues, ()) {
  const auto values = *any_values(1, Histogram::kExactValues + 1);
  const Histogram histogram = histogram_of(values);
  for (int percent = 1; percent <= 100; ++percent) {
    RC_ASSERT(histogram.percentile(percent) == nearest_rank(values, percent));
  }
}

RC_GTEST_PROP(Histogram, NeverReadsLowAndAtMostOne128thHigh, ()) {
  const auto values = *any_values(100, 400);
  const Histogram histogram = histogram_of(values);
  for (int percent = 1; percent <= 100; ++percent) {
    const std::int64_t truth = nearest_rank(values, percent);
    RC_ASSERT(histogram.percentile(percent) >= truth);
    RC_ASSERT(histogram.percentile(percent) <= truth + truth / 128);
  }
}

RC_GTEST_PROP(Histogram, KeepsCountSumMinimumAndMaximumExactly, ()) {
  const auto values = *any_values(1, 400);
  const Histogram histogram = histogram_of(values);
  RC_ASSERT(histogram.count() == values.size());
  RC_ASSERT(histogram.sum() == std::accumulate(values.begin(), values.end(), std::int64_t{0}));
  RC_ASSERT(histogram.minimum() == *std::ranges::min_element(values));
  RC_ASSERT(histogram.maximum() == *std::ranges::max_element(values));
  RC_ASSERT(histogram.percentile(100) == histogram.maximum());
}

RC_GTEST_PROP(Histogram, DoesNotDependOnHowItIsGathered, ()) {
  const auto a = *any_values(0, 100);
  const auto b = *any_values(0, 100);
  const auto c = *any_values(0, 100);
  Histogram left = histogram_of(a);
  left.merge(histogram_of(b));
  left.merge(histogram_of(c));
  Histogram right = histogram_of(c);
  right.merge(histogram_of(b));
  Histogram other = histogram_of(a);
  other.merge(right);
  std::vector<std::int64_t> all = a;
  all.insert(all.end(), b.begin(), b.end());
  all.insert(all.end(), c.begin(), c.end());
  RC_ASSERT(left == other);
  RC_ASSERT(left == histogram_of(all));
}

TEST(Histogram, IsEmptyWithoutValues) {
  const Histogram histogram;
  EXPECT_TRUE(histogram.empty());
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram, Histogram());
}

TEST(Histogram, GathersInBucketsWithOneValueMoreThanItHoldsExactly) {
  Histogram histogram;
  // Two neighbours far from zero fall into one bucket; the others are one apart from each other.
  histogram.add(1'000'000);
  histogram.add(1'000'001);
  for (std::int64_t value = 2; value < 64; ++value) histogram.add(value);
  EXPECT_EQ(histogram.entries().size(), Histogram::kExactValues);
  histogram.add(64);
  EXPECT_EQ(histogram.entries().size(), Histogram::kExactValues);
  EXPECT_EQ(histogram.entries().back().count, 2U);
}

TEST(Histogram, IsAValueThatCopiesApart) {
  Histogram first = histogram_of({1, 2});
  Histogram second = first;
  second.add(3);
  EXPECT_EQ(first.count(), 2U);
  EXPECT_EQ(second.count(), 3U);
}

}  // namespace
}  // namespace fishtank::trace
