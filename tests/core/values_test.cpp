#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/hasher.hpp"
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

template <typename Value>
std::uint64_t hash_of(const Value& value) {
  Hasher hasher;
  hasher(value);
  return hasher.value();
}

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

MessageKey key(std::string_view id) { return key_of({id}); }

TEST(RecentIds, RemembersForTheWindowAndNotLonger) {
  RecentIds ids;
  EXPECT_TRUE(ids.remember(key("a"), kStart, seconds(10), 100));
  EXPECT_FALSE(ids.remember(key("a"), kStart + seconds(10) - nanoseconds(1), seconds(10), 100));
  EXPECT_TRUE(ids.remember(key("a"), kStart + seconds(10), seconds(10), 100));
}

TEST(RecentIds, ForgetsTheOldestBeyondItsCapacity) {
  RecentIds ids;
  ids.remember(key("a"), kStart, hours(1), 2);
  ids.remember(key("b"), kStart + seconds(1), hours(1), 2);
  ids.remember(key("c"), kStart + seconds(2), hours(1), 2);
  EXPECT_TRUE(ids.remember(key("a"), kStart + seconds(3), hours(1), 2));
  EXPECT_FALSE(ids.remember(key("c"), kStart + seconds(3), hours(1), 2));
}

TEST(RecentIds, AreTheSameHoweverTheyCameToRememberIt) {
  RecentIds short_way;
  RecentIds long_way;
  for (int message = 0; message < 100; ++message) {
    long_way.remember(key(std::to_string(message)), kStart, seconds(1), 100);
  }
  for (RecentIds* ids : {&short_way, &long_way}) {
    ids->remember(key("a"), kStart + seconds(1), seconds(1), 100);
  }
  EXPECT_EQ(short_way, long_way);
  EXPECT_EQ(hash_of(short_way), hash_of(long_way));
  short_way.remember(key("b"), kStart + seconds(1), seconds(1), 100);
  EXPECT_NE(short_way, long_way);
  EXPECT_NE(hash_of(short_way), hash_of(long_way));
}

TEST(MessageKey, TellsTextsApartWhereverOneEndsAndTheNextBegins) {
  EXPECT_EQ(key_of({"ab", "c"}), key_of({"ab", "c"}));
  EXPECT_NE(key_of({"ab", "c"}), key_of({"a", "bc"}));
  EXPECT_NE(key_of({"ab"}), key_of({"ab", ""}));
}

/// The same memory as plainly as can be: a list that is searched from end to end.
class PlainMemory {
 public:
  bool remember(MessageKey key, Instant now, Duration window, std::size_t capacity) {
    std::erase_if(seen_, [&](const auto& one) { return now >= one.second + window; });
    const auto same = [&](const auto& one) { return one.first == key; };
    if (std::any_of(seen_.begin(), seen_.end(), same)) return false;
    if (seen_.size() == capacity) seen_.erase(seen_.begin());
    seen_.emplace_back(key, now);
    return true;
  }

 private:
  std::vector<std::pair<MessageKey, Instant>> seen_;
};

RC_GTEST_PROP(RecentIdsLaw, RememberWhatAPlainListDoes, ()) {
  RecentIds ids;
  PlainMemory plain;
  const auto capacity = *rc::gen::inRange(1, 70);
  Instant now = kStart;
  // Keys that differ in few bits share their places in the index: chains form, and are mended.
  const auto keys = *rc::gen::resize(
      500,
      rc::gen::container<std::vector<std::uint64_t>>(rc::gen::map(
          rc::gen::inRange<std::uint64_t>(0, 256), [](auto n) { return n % 16 + n / 16 * 64; })));
  for (const std::uint64_t number : keys) {
    now += seconds(number % 3);
    const auto drawn = static_cast<MessageKey>(number);
    const bool is_new = ids.remember(drawn, now, seconds(40), capacity);
    RC_ASSERT(is_new ==
              plain.remember(drawn, now, seconds(40), static_cast<std::size_t>(capacity)));
    RC_ASSERT(ids.size() <= static_cast<std::size_t>(capacity));
  }
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
