#include "plan/nearest.hpp"

#include <gtest/gtest.h>

#include <array>

namespace fishtank::plan {
namespace {

constexpr std::array<std::string_view, 5> kWords{"ping_silence", "data_silence", "drop", "at",
                                                 "add"};

TEST(TheNearestWord, IsAFewSlipsAway) {
  EXPECT_EQ(nearest("ping_silense", kWords), "ping_silence");
  EXPECT_EQ(nearest("ping-silence", kWords), "ping_silence");
  EXPECT_EQ(nearest("DROP", kWords), "drop");
  EXPECT_EQ(nearest("dorp", kWords), "drop");
  EXPECT_EQ(nearest("silence", kWords), "ping_silence");
}

TEST(TheNearestWord, IsNoneIfNoneIsNear) {
  EXPECT_EQ(nearest("mute", kWords), std::nullopt);
  EXPECT_EQ(nearest("x", kWords), std::nullopt);
  EXPECT_EQ(nearest("", kWords), std::nullopt);
  EXPECT_EQ(nearest(std::string(10'000, 'd'), kWords), std::nullopt);
}

}  // namespace
}  // namespace fishtank::plan
