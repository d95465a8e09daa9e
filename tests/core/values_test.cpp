#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/identity.hpp"
#include "core/inline_text.hpp"
#include "core/mid.hpp"
#include "core/random.hpp"
#include "core/recent_ids.hpp"
#include "core/state.hpp"
#include "core/timers.hpp"

/// The small values of core/.
namespace fishtank::core {
namespace {

// ---- identity --------------------------------------------------------------------------------

TEST(Identity, TakesTheUserFromUnb) {
  const auto read = read_cookies("cna=x; unb=2200000000002; t=y", 1);
  ASSERT_TRUE(std::holds_alternative<Identity>(read));
  EXPECT_EQ(std::get<Identity>(read).user.view(), "2200000000002");
}

TEST(Identity, HasADeviceIdLikeAVersion4UuidAndTheUser) {
  const std::string device = std::get<Identity>(read_cookies("unb=42", 1)).device_id;
  ASSERT_EQ(device.size(), 36U + 1 + 2);
  EXPECT_EQ(device[14], '4');
  EXPECT_NE(std::string("89AB").find(device[19]), std::string::npos);
  EXPECT_EQ(device.substr(36), "-42");
}

TEST(Identity, ListsTheKeysFoundWhenUnbIsMissing) {
  const auto read = read_cookies("cna=x; cookie2=y", 1);
  ASSERT_TRUE(std::holds_alternative<IdentityError>(read));
  EXPECT_EQ(std::get<IdentityError>(read).message,
            "the cookie string has no `unb` (the user id); keys found: cna, cookie2");
}

TEST(Identity, SplitsAtSemicolonAndSpaceOnly) {
  // As the Python clients do (protocol.md 5): without the space it is one cookie.
  EXPECT_TRUE(std::holds_alternative<IdentityError>(read_cookies("cna=x;unb=1", 1)));
}

RC_GTEST_PROP(IdentityLaw, AnyTextIsAnIdentityOrAnError, (const std::string& cookies)) {
  const auto read = read_cookies(cookies, 1);
  if (const auto* who = std::get_if<Identity>(&read)) RC_ASSERT(!who->user.empty());
}

// ---- mid -------------------------------------------------------------------------------------

RC_GTEST_PROP(MidLaw, IsANumberBelowAThousandTheMillisecondsAndZero, (std::uint64_t seed)) {
  Random random(Seed{seed});
  const std::string text(make_mid(random, WallTime{1'760'000'000'123}).view());
  const std::string tail = "1760000000123 0";
  RC_ASSERT(text.size() > tail.size() && text.size() <= tail.size() + 3);
  RC_ASSERT(text.substr(text.size() - tail.size()) == tail);
  const std::string head = text.substr(0, text.size() - tail.size());
  RC_ASSERT(head == std::to_string(std::stoi(head)));  // without padding
}

// ---- random ----------------------------------------------------------------------------------

TEST(Random, GivesTheSameNumbersEverywhere) {
  // splitmix64 of seed 0: the generator's published first outputs.
  Random random(Seed{0});
  EXPECT_EQ(random.next(), 0xe220a8397b1dcdafU);
  EXPECT_EQ(random.next(), 0x6e789e6aa1b965f4U);
  EXPECT_EQ(random.next(), 0x06c45d188009454fU);
}

RC_GTEST_PROP(RandomLaw, StaysBelowItsBound, (std::uint64_t seed, std::uint64_t bound)) {
  Random random(Seed{seed});
  const std::uint64_t drawn = random.below(bound);
  RC_ASSERT(drawn < std::max<std::uint64_t>(bound, 1));
}

TEST(Random, DerivesADifferentStreamForEachNameAndIndex) {
  std::set<Seed> seeds;
  const std::vector<std::string> names{"client/jitter", "link/up", "link/down",
                                       "server",        "device",  "message"};
  for (const std::string& name : names) {
    for (std::uint64_t index = 0; index < 1000; ++index) {
      seeds.insert(derive(Seed{1}, name, index));
    }
  }
  EXPECT_EQ(seeds.size(), names.size() * 1000);
}

TEST(Random, IsFairEnoughForLosses) {
  Random random(Seed{5});
  int lost = 0;
  for (int draw = 0; draw < 100'000; ++draw) lost += random.chance_ppm(10'000);
  // 1 % of 100 000 with a standard deviation of 31: five of them either way.
  EXPECT_NEAR(lost, 1000, 155);
}

// ---- texts, ids, timers, states --------------------------------------------------------------

TEST(InlineText, ComparesAsText) {
  EXPECT_EQ(InlineText<15>("abc"), InlineText<15>("abc"));
  EXPECT_LT(InlineText<15>("ab"), InlineText<15>("abc"));
  EXPECT_FALSE(InlineText<3>::fits("abcd"));
}

TEST(RecentIds, RemembersForTheWindowAndNotLonger) {
  RecentIds ids;
  EXPECT_TRUE(ids.remember("a", kStart, seconds(10), 100));
  EXPECT_FALSE(ids.remember("a", kStart + seconds(10) - nanoseconds(1), seconds(10), 100));
  EXPECT_TRUE(ids.remember("a", kStart + seconds(10), seconds(10), 100));
}

TEST(RecentIds, ForgetsTheOldestBeyondItsCapacity) {
  RecentIds ids;
  ids.remember("a", kStart, hours(1), 2);
  ids.remember("b", kStart + seconds(1), hours(1), 2);
  ids.remember("c", kStart + seconds(2), hours(1), 2);
  EXPECT_TRUE(ids.remember("a", kStart + seconds(3), hours(1), 2));
  EXPECT_FALSE(ids.remember("c", kStart + seconds(3), hours(1), 2));
}

TEST(Timers, GoOffByTimeThenByRank) {
  Timers timers;
  timers.arm(Timer::heartbeat, kStart + seconds(2));
  timers.arm(Timer::heartbeat_silence, kStart + seconds(2));
  timers.arm(Timer::stuck, kStart + seconds(1));
  EXPECT_EQ(timers.next(), kStart + seconds(1));
  EXPECT_EQ(timers.take_due(kStart + seconds(2)), Timer::stuck);
  EXPECT_EQ(timers.take_due(kStart + seconds(2)), Timer::heartbeat_silence);
  EXPECT_EQ(timers.take_due(kStart + seconds(2)), Timer::heartbeat);
  EXPECT_EQ(timers.take_due(kStart + seconds(2)), std::nullopt);
}

TEST(State, EachArrowOfTheTableIsLegalAndNoStateFollowsClosed) {
  for (const Transition& arrow : transitions()) EXPECT_TRUE(is_legal(arrow.from, arrow.to));
  for (int to = 0; to < kStates; ++to) {
    EXPECT_FALSE(is_legal(State::closed, static_cast<State>(to)));
  }
}

TEST(State, HasTheLevelsOfTheSeeds) {
  EXPECT_EQ(level_of(State::failed), Level::error);
  EXPECT_EQ(level_of(State::reconnecting), Level::warning);
  EXPECT_EQ(level_of(State::connected), Level::success);
  EXPECT_EQ(level_of(State::closed), Level::info);
}

}  // namespace
}  // namespace fishtank::core
