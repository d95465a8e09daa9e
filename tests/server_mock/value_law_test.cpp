#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <utility>
#include <vector>

#include "tests/server_mock/bench.hpp"

/// The server is a regular value: a copy lives on exactly as the original does, and apart from it.
namespace fishtank::server_mock::test {
namespace {

constexpr std::uint32_t kSessions = 3;

/// Something that may happen to a server. Not everything is possible at every moment.
struct Happening {
  enum class Kind {
    accept,
    gone,
    enter,
    heartbeat,
    submit,
    acknowledge_all,
    slow,
    mute,
    kick,
    wait
  };
  Kind kind = Kind::wait;
  SessionId session{};
};

rc::Gen<Happening> any_happening() {
  return rc::gen::map(
      rc::gen::pair(rc::gen::inRange(0, 10), rc::gen::inRange<std::uint32_t>(0, kSessions)),
      [](const auto& drawn) {
        return Happening{static_cast<Happening::Kind>(drawn.first), SessionId{drawn.second}};
      });
}

/// A server with three places for connections, whose clients remember the mids they saw.
struct World {
  Bench bench{Options{.redelivery_timeout = seconds(7)}};
  std::vector<bool> open = std::vector<bool>(kSessions);
  std::vector<core::Mid> mids;

  Effects let(const Happening& happening) {
    const auto [kind, session] = happening;
    const auto place = static_cast<std::size_t>(session);
    switch (kind) {
      case Happening::Kind::accept:
        if (open[place]) return {};
        open[place] = true;
        return bench.handle(Accepted{session, kSeller});
      case Happening::Kind::gone: open[place] = false; return bench.handle(Gone{session});
      case Happening::Kind::enter:
        bench.register_user(session, kSeller);
        return remember(bench.ack_diff(session));
      case Happening::Kind::heartbeat: return bench.heartbeat(session);
      case Happening::Kind::submit: return remember(bench.push(kSeller));
      case Happening::Kind::acknowledge_all: return acknowledge_all(session);
      case Happening::Kind::slow: return bench.begin(FaultId{1}, SlowReplies{seconds(2)});
      case Happening::Kind::mute: return bench.begin(FaultId{2}, Mute{}, kOther);
      case Happening::Kind::kick:
        return bench.command(KickSessions{{}, {}, core::KickPath::kickout, false});
      case Happening::Kind::wait: return remember(bench.wait(seconds(1)));
    }
    return {};
  }

 private:
  Effects remember(Effects effects) {
    for (const core::Push& push : frames<core::Push>(effects)) mids.push_back(push.mid);
    return effects;
  }

  Effects acknowledge_all(SessionId session) {
    Effects effects;
    for (const core::Mid& mid : std::exchange(mids, {})) {
      for (Effect& effect : bench.acknowledge(session, mid)) effects.push_back(std::move(effect));
    }
    return effects;
  }
};

std::vector<Effects> live(World& world, const std::vector<Happening>& life) {
  std::vector<Effects> effects;
  for (const Happening& happening : life) effects.push_back(world.let(happening));
  return effects;
}

std::vector<Happening> draw_life() {
  return *rc::gen::container<std::vector<Happening>>(any_happening());
}

RC_GTEST_PROP(XianyuServerIsAValue, ACopyLivesOnExactlyAsTheOriginal, ()) {
  World original;
  live(original, draw_life());
  World copy = original;
  RC_ASSERT(copy.bench.server == original.bench.server);
  const std::vector<Happening> future = draw_life();
  RC_ASSERT(live(copy, future) == live(original, future));
  RC_ASSERT(copy.bench.server == original.bench.server);
  RC_ASSERT(copy.bench.server.next_deadline() == original.bench.server.next_deadline());
}

RC_GTEST_PROP(XianyuServerIsAValue, ACopyKeepsWhatItWasWhenTheOriginalGoesOn, ()) {
  World original;
  const std::vector<Happening> past = draw_life();
  live(original, past);
  const World copy = original;
  live(original, draw_life());
  World again;
  live(again, past);
  RC_ASSERT(copy.bench.server == again.bench.server);
}

TEST(XianyuServerIsAValue, ServersThatDifferAreNotEqual) {
  Bench first;
  Bench second;
  EXPECT_EQ(first.server, second.server);
  second.accept();
  EXPECT_NE(first.server, second.server);
}

}  // namespace
}  // namespace fishtank::server_mock::test
