#include "cli/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace fishtank {

namespace {

using cli::for_each_in_parallel;

TEST(Parallel, DoesEverythingOnce) {
  for (const unsigned threads : {1U, 2U, 7U, 200U}) {
    std::vector<std::atomic<int>> done(100);
    const std::size_t count = for_each_in_parallel(done.size(), threads, [&](std::size_t index) {
      ++done[index];
      return true;
    });
    EXPECT_EQ(count, 100U);
    for (const auto& times : done) EXPECT_EQ(times, 1);
  }
}

TEST(Parallel, NothingToDoIsDone) {
  EXPECT_EQ(for_each_in_parallel(0, 4, [](std::size_t) { return false; }), 0U);
}

TEST(Parallel, StopsBehindTheFirstInOrderAndDoesAllBeforeIt) {
  for (int round = 0; round < 50; ++round) {
    std::vector<std::atomic<int>> done(100);
    const std::size_t count = for_each_in_parallel(done.size(), 4, [&](std::size_t index) {
      ++done[index];
      return index != 40 && index != 60;
    });
    ASSERT_EQ(count, 41U);
    for (std::size_t index = 0; index < count; ++index) ASSERT_EQ(done[index], 1);
  }
}

TEST(Parallel, AnExceptionLeavesWithItsMessage) {
  const auto failing = [](std::size_t index) -> bool {
    if (index == 3) throw std::runtime_error("index 3");
    return true;
  };
  for (const unsigned threads : {1U, 4U}) {
    try {
      for_each_in_parallel(10, threads, failing);
      FAIL() << "no exception";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "index 3");
    }
  }
}

}  // namespace

}  // namespace fishtank
