#include "sim/pipe.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace fishtank::sim {
namespace {

using core::kStart;
using core::milliseconds;
using core::seconds;
using plan::Direction;

/// Stands at the end of a pipe and writes down what comes out and when.
class Listener final : public PipeEnd {
 public:
  struct Arrival {
    std::uint32_t number;
    std::uint32_t size;
    Instant at;
  };

  void arrived(Direction, Segment&& segment, Instant now) override {
    arrivals.push_back({static_cast<std::uint32_t>(segment.send), segment.size, now});
  }
  void gave_up(Direction, Instant now) override { gave_up_at = now; }
  void touched(FaultId, Instant) override {}

  std::vector<Arrival> arrivals;
  Instant gave_up_at = core::kNever;
};

/// A pipe of its own with numbered writes.
struct Line {
  explicit Line(const plan::Network& the_network = {})
      : network(the_network),
        path(network, core::Random(core::Seed{1}), core::Random(core::Seed{2})),
        pipe(listener, Direction::up, scheduler, segments) {
    pipe.connect(path);
  }

  void write(std::uint32_t size = 100, SegmentKind kind = SegmentKind::text) {
    pipe.write({.kind = kind, .size = size, .send = core::SendId{++written}, .payload = {}},
               scheduler.now());
  }
  void put(const plan::Primitive& primitive) {
    path.put(FaultId{1}, primitive);
    pipe.flow_changed(scheduler.now());
  }
  void take(const plan::Primitive& primitive) {
    path.take(FaultId{1}, primitive);
    pipe.flow_changed(scheduler.now());
  }
  void wait(Duration duration) { scheduler.run_until(scheduler.now() + duration); }

  plan::Network network;
  Scheduler scheduler;
  SegmentPool segments;
  stage::Path path;
  Listener listener;
  Pipe pipe;
  std::uint32_t written = 0;
};

// ---- examples, by arithmetic -----------------------------------------------------------------

TEST(Pipe, DeliversAfterTheLatency) {
  Line line;
  line.write();
  line.wait(seconds(1));
  ASSERT_EQ(line.listener.arrivals.size(), 1U);
  EXPECT_EQ(line.listener.arrivals[0].at, kStart + milliseconds(50));
}

TEST(Pipe, TakesItsTimeOnASlowLine) {
  plan::Network network;
  network.up.bytes_per_second = 1000;
  Line line(network);
  line.write(500);
  line.write(250);
  line.wait(seconds(2));
  ASSERT_EQ(line.listener.arrivals.size(), 2U);
  EXPECT_EQ(line.listener.arrivals[0].at, kStart + milliseconds(500 + 50));
  EXPECT_EQ(line.listener.arrivals[1].at, kStart + milliseconds(500 + 250 + 50));
}

TEST(Pipe, HoldsWhatIsUnderWayAndLetsItGoOnFromWhereItWas) {
  Line line;
  line.write();
  line.wait(milliseconds(20));
  line.put(plan::Hold{});
  line.wait(seconds(10));
  EXPECT_TRUE(line.listener.arrivals.empty());
  line.take(plan::Hold{});
  line.wait(seconds(1));
  ASSERT_EQ(line.listener.arrivals.size(), 1U);
  EXPECT_EQ(line.listener.arrivals[0].at,
            kStart + milliseconds(20) + seconds(10) + milliseconds(30));
}

// Retransmissions after 200, 600, 1400, 3000, 6200 ms: timeouts of 2 round trips, doubling. The
// first one after the end at 5 s is that at 6.2 s.
TEST(Pipe, DeliversWhatVanishedWithTheNextRetransmission) {
  Line line;
  line.put(plan::Blackhole{});
  line.write();
  line.wait(seconds(5));
  line.take(plan::Blackhole{});
  line.wait(seconds(5));
  ASSERT_EQ(line.listener.arrivals.size(), 1U);
  EXPECT_EQ(line.listener.arrivals[0].at, kStart + milliseconds(6200 + 50));
}

// SYNs are sent at 0, 1, 3, 7, 15, 31, 63 s and given up at 127 s.
TEST(Pipe, GivesAHandshakeUpAfterSixRetries) {
  Line line;
  line.put(plan::Blackhole{});
  line.write(40, SegmentKind::syn);
  line.wait(seconds(200));
  EXPECT_EQ(line.listener.gave_up_at, kStart + seconds(127));
}

TEST(Pipe, GivesAConnectionUpAfterFifteenRetries) {
  Line line;
  line.put(plan::Blackhole{});
  line.write();
  line.wait(seconds(1000));
  EXPECT_EQ(line.listener.gave_up_at, kStart + milliseconds(924'600));
}

TEST(Pipe, ForgetsWhatWasLostAndWhatIsBehindItWhenTheSenderGivesUp) {
  Line line;
  line.write();
  line.wait(milliseconds(60));
  line.write();
  line.put(plan::Blackhole{});
  line.write();
  line.wait(milliseconds(20));
  line.take(plan::Blackhole{});
  line.write();
  line.pipe.drop_unsent(line.scheduler.now());
  line.write(40, SegmentKind::reset);
  line.wait(seconds(10));
  ASSERT_EQ(line.listener.arrivals.size(), 2U);
  EXPECT_EQ(line.listener.arrivals[0].number, 1U);
  EXPECT_EQ(line.listener.arrivals[1].number, 5U);
  EXPECT_EQ(line.listener.arrivals[1].at, kStart + milliseconds(80 + 50));
}

TEST(Pipe, LetsGoOnWhatTheSenderHasPutOnTheLineBeforeItGivesUp) {
  plan::Network network;
  network.up.bytes_per_second = 1000;
  Line line(network);
  line.write(10);
  line.write(500);
  line.wait(milliseconds(20));
  line.pipe.drop_unsent(line.scheduler.now());
  line.write(10, SegmentKind::reset);
  line.wait(seconds(2));
  ASSERT_EQ(line.listener.arrivals.size(), 2U);
  EXPECT_EQ(line.listener.arrivals[0].at, kStart + milliseconds(10 + 50));
  EXPECT_EQ(line.listener.arrivals[1].number, 3U);
}

TEST(Pipe, NeverSendsAResetTwice) {
  Line line;
  line.put(plan::Blackhole{});
  line.write(40, SegmentKind::reset);
  line.take(plan::Blackhole{});
  line.wait(seconds(1000));
  EXPECT_TRUE(line.listener.arrivals.empty());
}

TEST(Pipe, HasNoRoomBeyondItsBuffers) {
  plan::Network network;
  network.send_buffer = 100;
  network.receive_buffer = 50;
  Line line(network);
  EXPECT_TRUE(line.pipe.has_room(1000)) << "an empty pipe takes anything";
  line.write(100);
  EXPECT_TRUE(line.pipe.has_room(50));
  EXPECT_FALSE(line.pipe.has_room(51));
  line.wait(seconds(1));
  EXPECT_TRUE(line.pipe.has_room(51));
}

TEST(Pipe, KeepsWhatArrivesForAReaderThatStandsStill) {
  Line line;
  line.pipe.pause();
  line.write();
  line.wait(seconds(10));
  EXPECT_TRUE(line.listener.arrivals.empty());
  line.pipe.resume(line.scheduler.now());
  ASSERT_EQ(line.listener.arrivals.size(), 1U);
  EXPECT_EQ(line.listener.arrivals[0].at, kStart + seconds(10));
}

// ---- laws ------------------------------------------------------------------------------------

plan::Network any_network() {
  plan::Network network;
  network.up.latency = milliseconds(*rc::gen::inRange(0, 300));
  network.up.jitter = milliseconds(*rc::gen::inRange(0, 200));
  network.up.bytes_per_second = *rc::gen::element<std::int64_t>(0, 1'000, 100'000);
  network.up.loss_ppm = *rc::gen::element<std::uint32_t>(0, 10'000, 300'000);
  return network;
}

plan::Primitive any_primitive() {
  return *rc::gen::element<plan::Primitive>(
      plan::Hold{}, plan::Hold{Direction::up}, plan::Blackhole{}, plan::Blackhole{Direction::up},
      plan::Delay{.add = milliseconds(700), .jitter = milliseconds(300)},
      plan::Limit{.bytes_per_second = 5'000}, plan::Lose{.parts_per_million = 200'000});
}

/// Writes at random moments while primitives come and go; in the end all are taken back and there
/// is time for everything to arrive.
void disturb(Line& line) {
  std::vector<plan::Primitive> put;
  const int operations = *rc::gen::inRange(1, 60);
  for (int operation = 0; operation < operations; ++operation) {
    line.wait(milliseconds(*rc::gen::inRange(0, 400)));
    const int what = *rc::gen::inRange(0, 10);
    if (what < 6) line.write(static_cast<std::uint32_t>(*rc::gen::inRange(1, 2000)));
    if (what == 6 || what == 7) {
      put.push_back(any_primitive());
      line.put(put.back());
    }
    if (what > 7 && !put.empty()) {
      line.take(put.back());
      put.pop_back();
    }
  }
  for (; !put.empty(); put.pop_back()) line.take(put.back());
  line.wait(core::hours(1));
}

RC_GTEST_PROP(PipeLaw, WhatGoesInComesOutOnceAndInOrder, ()) {
  Line line(any_network());
  disturb(line);
  RC_ASSERT(line.listener.arrivals.size() == line.written);
  for (std::uint32_t index = 0; index < line.written; ++index) {
    RC_ASSERT(line.listener.arrivals[index].number == index + 1);
  }
}

RC_GTEST_PROP(PipeLaw, BytesAreConserved, ()) {
  Line line(any_network());
  const int writes = *rc::gen::inRange(1, 30);
  std::int64_t in = 0;
  for (int write = 0; write < writes; ++write) {
    const auto size = static_cast<std::uint32_t>(*rc::gen::inRange(1, 2000));
    line.write(size);
    in += size;
    line.wait(milliseconds(*rc::gen::inRange(0, 100)));
    std::int64_t out = 0;
    for (const Listener::Arrival& arrival : line.listener.arrivals) out += arrival.size;
    RC_ASSERT(in == out + line.pipe.bytes());
  }
}

RC_GTEST_PROP(PipeLaw, NothingIsFasterThanTheLineNorSlowerThanItMayBe, ()) {
  plan::Network network = any_network();
  network.up.loss_ppm = 0;
  network.up.bytes_per_second = 0;
  Line line(network);
  std::vector<Instant> written;
  const int writes = *rc::gen::inRange(1, 30);
  for (int write = 0; write < writes; ++write) {
    written.push_back(line.scheduler.now());
    line.write();
    line.wait(milliseconds(*rc::gen::inRange(0, 100)));
  }
  line.wait(seconds(10));
  Instant previous_latest = kStart;
  for (std::size_t index = 0; index < written.size(); ++index) {
    const Instant at = line.listener.arrivals[index].at;
    RC_ASSERT(at >= written[index] + network.up.latency);
    // It may have had to wait for the one before it, and that one no longer than its own bound.
    previous_latest =
        std::max(previous_latest, written[index] + network.up.latency + network.up.jitter);
    RC_ASSERT(at <= previous_latest);
  }
}

RC_GTEST_PROP(PipeLaw, ALossDelaysByAtLeastARetransmissionTimeout, ()) {
  plan::Network network;
  network.up.loss_ppm = *rc::gen::inRange<std::uint32_t>(1, 900'000);
  Line line(network);
  line.write();
  line.wait(core::hours(1));
  const Duration delay = line.listener.arrivals.at(0).at - kStart - network.up.latency;
  RC_ASSERT(delay == Duration::zero() || delay >= stage::Tcp::first_timeout(milliseconds(100)));
}

}  // namespace
}  // namespace fishtank::sim
