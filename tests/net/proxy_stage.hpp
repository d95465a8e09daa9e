#pragma once

#include <gtest/gtest.h>

#include <time.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <future>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "net/fault_proxy.hpp"
#include "tests/helpers/tcp_peer.hpp"

namespace fishtank::tests {

/// Water that does to bytes what a test says. From any thread.
class TestWater : public net::ProxyWater {
 public:
  struct Way {
    bool held = false;
    std::vector<net::Duration> delays{net::Duration::zero()};  ///< of the pieces, in turn

    // What came.
    std::size_t pieces = 0;  ///< FINs included
    std::size_t bytes = 0;
    std::size_t firsts = 0;
    std::size_t ends = 0;
    std::size_t kept = 0;
  };

  bool holds(net::Direction direction) override {
    const std::lock_guard lock(mutex_);
    return way(direction).held;
  }

  net::TimePoint arrival(net::Direction direction, std::size_t size, bool first) override {
    const std::lock_guard lock(mutex_);
    Way& here = way(direction);
    here.bytes += size;
    if (first) ++here.firsts;
    if (size == 0) ++here.ends;
    const net::Duration delay = here.delays[here.pieces++ % here.delays.size()];
    came_.notify_all();
    return net::Clock::now() + delay;
  }

  template <typename Change>
  auto change(net::Direction direction, Change change) {
    const std::lock_guard lock(mutex_);
    return change(way(direction));
  }

  void kept(net::Direction direction) override {
    const std::lock_guard lock(mutex_);
    ++way(direction).kept;
    came_.notify_all();
  }

  bool await_kept(net::Direction direction) {
    std::unique_lock lock(mutex_);
    return came_.wait_for(lock, kPatience, [&] { return way(direction).kept > 0; });
  }

  std::size_t longest_piece(net::Direction) override { return longest_piece_; }
  void make_pieces_of(std::size_t bytes) { longest_piece_ = bytes; }

  bool await_pieces(net::Direction direction, std::size_t pieces) {
    std::unique_lock lock(mutex_);
    return came_.wait_for(lock, kPatience, [&] { return way(direction).pieces >= pieces; });
  }

 private:
  Way& way(net::Direction direction) { return ways_[static_cast<std::size_t>(direction)]; }

  std::mutex mutex_;
  std::condition_variable came_;
  std::array<Way, 2> ways_;
  std::atomic<std::size_t> longest_piece_ = SIZE_MAX;
};

/// A proxy with its loop in a thread of its own, and a server behind it that the test plays.
class ProxyStage {
 public:
  explicit ProxyStage(const net::FaultProxy::Limit& limit = {}) : thread_([this] { loop_.run(); }) {
    in_loop([this, &limit] {
      proxy_.emplace(loop_, net::FaultProxy::Place{}, server.port(), water_, limit);
    });
  }

  ~ProxyStage() {
    destroy_proxy();
    loop_.stop();
    thread_.join();
  }

  ProxyStage(const ProxyStage&) = delete;
  ProxyStage& operator=(const ProxyStage&) = delete;

  /// Does it in the loop's thread and waits for it.
  template <typename Task>
  std::invoke_result_t<Task> in_loop(Task task) {
    std::promise<std::invoke_result_t<Task>> promise;
    auto done = promise.get_future();
    loop_.post([&] {
      if constexpr (std::is_void_v<std::invoke_result_t<Task>>) {
        task();
        promise.set_value();
      } else {
        promise.set_value(task());
      }
    });
    return done.get();
  }

  template <typename Task>
  auto with_proxy(Task task) {
    return in_loop([this, &task] { return task(*proxy_); });
  }

  void destroy_proxy() {
    in_loop([this] { proxy_.reset(); });
  }

  net::Loop& loop() { return loop_; }

  std::uint16_t port() {
    return with_proxy([](net::FaultProxy& proxy) { return proxy.port(); });
  }
  std::uint16_t port_in_loop() const { return proxy_->port(); }
  std::size_t connections() {
    return with_proxy([](net::FaultProxy& proxy) { return proxy.connections(); });
  }
  void listen(net::FaultProxy::Listening how) {
    with_proxy([how](net::FaultProxy& proxy) { proxy.listen(how); });
  }

  void hold(net::Direction direction, bool held) {
    water_.change(direction, [held](TestWater::Way& way) { way.held = held; });
    with_proxy([](net::FaultProxy& proxy) { proxy.water_changed(); });
  }
  void delay(net::Direction direction, const std::vector<net::Duration>& delays) {
    water_.change(direction, [&delays](TestWater::Way& way) { way.delays = delays; });
  }
  void make_pieces_of(std::size_t bytes) { water_.make_pieces_of(bytes); }
  TestWater::Way seen(net::Direction direction) {
    return water_.change(direction, [](const TestWater::Way& way) { return way; });
  }
  void await_pieces(net::Direction direction, std::size_t pieces) {
    EXPECT_TRUE(water_.await_pieces(direction, pieces));
  }
  bool await_kept(net::Direction direction) { return water_.await_kept(direction); }

  TcpPeer connect() { return TcpPeer::connected_to(port()); }

  TcpListener server;

 private:
  net::Loop loop_;
  TestWater water_;
  std::optional<net::FaultProxy> proxy_;
  std::thread thread_;
};

/// A client and the server's end of its connection.
struct Pair {
  explicit Pair(ProxyStage& stage) : client(stage.connect()), server(stage.server.accept()) {}

  TcpPeer& from(net::Direction way) { return way == net::Direction::up ? client : server; }
  TcpPeer& to(net::Direction way) { return way == net::Direction::up ? server : client; }

  TcpPeer client;
  TcpPeer server;
};

/// What all threads of this process together work while this one sleeps for so long.
inline std::chrono::nanoseconds processor_time_during(std::chrono::milliseconds sleep) {
  const auto worked = [] {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  };
  const auto before = worked();
  std::this_thread::sleep_for(sleep);
  return worked() - before;
}

/// Of this process.
inline std::size_t open_descriptors() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

constexpr std::array kBothWays{net::Direction::up, net::Direction::down};

}  // namespace fishtank::tests
