#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"
#include "trace/metrics.hpp"

/// Many clients at once: what is measured of them together, and the check that judges their return.
namespace fishtank::tests {
namespace {

using std::optional;

constexpr std::uint32_t kClients = 100;

/// All clients lose their connections at 10 s; the n-th tries again n x `apart` after 13 s and is
/// CONNECTED a second later.
Story herd(Duration apart) {
  Story story;
  for (std::uint32_t client = 0; client < kClients; ++client) story.by(client).connect();
  for (std::uint32_t client = 0; client < kClients; ++client) {
    story.at(seconds(10)).by(client).lose();
  }
  for (std::uint32_t client = 0; client < kClients; ++client) {
    story.at(seconds(13) + apart * client).by(client);
    story.change(State::reconnecting, State::connecting, Reason::retry_delay_over);
    story.tell(RecordKind::open_transport, 2);
  }
  for (std::uint32_t client = 0; client < kClients; ++client) {
    story.at(seconds(20) + apart * client).by(client);
    story.change(State::connecting, State::connected, Reason::registered);
  }
  return story;
}

optional<std::int64_t> value(const Story& story, std::string_view name,
                             const plan::Targets& targets = {}) {
  return trace::value_of(measure(story, seconds(60), plan_of(kClients)), name, targets);
}

optional<std::int64_t> in_ns(Duration duration) { return duration.count(); }

TEST(HerdMetrics, CountTheMostAttemptsWithinASecond) {
  EXPECT_EQ(value(herd(milliseconds(20)), "peak_connects_per_second"), kClients);  // the start
  Story later;
  for (std::uint32_t n = 0; n < 10; ++n) {
    later.by(n).at(milliseconds(250) * n).tell(RecordKind::open_transport, 1);
  }
  EXPECT_EQ(value(later, "peak_connects_per_second"), 4);  // 0, 250, 500 and 750 ms
  EXPECT_EQ(value(later, "peak_connects_per_second", {0, 2, 4}), 2);
}

TEST(HerdMetrics, TellWhenHowManyAreBack) {
  const Story story = herd(milliseconds(100));
  EXPECT_EQ(value(story, "back_50"), in_ns(seconds(10) + milliseconds(100) * 49));
  EXPECT_EQ(value(story, "back_99"), in_ns(seconds(10) + milliseconds(100) * 98));
  EXPECT_EQ(value(story, "back_100"), in_ns(seconds(10) + milliseconds(100) * 99));
  EXPECT_EQ(value(story, "back_100", {7}), in_ns(seconds(10) + milliseconds(100) * 7));
}

TEST(HerdMetrics, TellNothingOfAShareThatIsNotBack) {
  Story story = herd(Duration::zero());
  story.at(seconds(30)).by(3).lose();
  EXPECT_EQ(value(story, "back_99"), in_ns(seconds(10)));
  EXPECT_EQ(value(story, "back_100"), std::nullopt);
}

TEST(HerdMetrics, TellNothingIfNobodyLostAnything) {
  Story story;
  story.connect();
  EXPECT_EQ(value(story, "back_50"), std::nullopt);
}

TEST(ThunderingHerd, IsMoreThanHalfOfAKindWithinTheWindow) {
  const auto found = violations("thundering_herd", herd(milliseconds(1)), plan_of(kClients));
  ASSERT_EQ(found.size(), 1U);  // once for each return, not once for each client
  EXPECT_EQ(found[0].client, trace::kNoClient);
  EXPECT_EQ(found[0].at, core::kStart + seconds(13) + milliseconds(50));
}

TEST(ThunderingHerd, IsNoneWhenTheReturnIsSpread) {
  // 50 of 100 within 100 ms, not one more.
  EXPECT_TRUE(violations("thundering_herd", herd(milliseconds(2)), plan_of(kClients)).empty());
}

TEST(ThunderingHerd, IsJudgedForEachKindOfClients) {
  plan::Plan plan = plan_of(90);
  plan.clients.push_back(plan.clients.front());
  plan.clients.back().count = 10;  // too few to hurt
  Story story;
  for (std::uint32_t client = 90; client < 100; ++client) {
    story.by(client).change(State::reconnecting, State::connecting, Reason::retry_delay_over);
  }
  EXPECT_TRUE(violations("thundering_herd", story, plan).empty());
}

TEST(ThunderingHerd, IsNotTheFirstStart) {
  Story story;
  for (std::uint32_t client = 0; client < kClients; ++client) story.by(client).connect();
  EXPECT_TRUE(violations("thundering_herd", story, plan_of(kClients)).empty());
}

}  // namespace
}  // namespace fishtank::tests
