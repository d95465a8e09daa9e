/// What `fishtank serve` bears: one process with many registered clients that send heartbeats every
/// 15 s, from a load client in this one.
///
///   load_bench [CLIENTS] [SECONDS]      default: 10000 clients, measured for 45 s
///
/// Prints memory a connection, the server's share of a processor, and heartbeat round trips.

#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/served_program.hpp"
#include "core/frame.hpp"
#include "core/policy.hpp"
#include "net/loop.hpp"
#include "net/web_socket_client.hpp"
#include "wire/frame_codec.hpp"

namespace fishtank::bench {
namespace {

using net::Clock;
using net::TimePoint;
constexpr net::Duration kInterval = std::chrono::seconds(15);

/// Round trips in ns, while they are wanted.
struct Measured {
  bool wanted = false;
  std::vector<std::int64_t> round_trips;
  std::size_t ready = 0;
  std::size_t lost = 0;
};

std::string text_of(const core::Frame& frame) {
  std::string text;
  wire::encode(frame, text);
  return text;
}

/// Registers, and sends heartbeats from then on.
class Client final : private net::ClientHandler {
 public:
  Client(net::Loop& loop, std::uint16_t port, std::size_t number, Measured& measured)
      : number_(number), measured_(measured), next_(loop, [this] { beat(); }) {
    net::ClientOptions options;
    options.url = "ws://127.0.0.1:" + std::to_string(port) + "/";
    options.headers = {{"Cookie", "unb=" + user()}};
    net::ClientHandler& handler = *this;
    socket_ = std::make_unique<net::WebSocketClient>(loop, options, handler);
  }

 private:
  std::string user() const { return std::to_string(2'200'000'000'000 + number_); }

  void opened() override {
    core::Register registration;
    registration.mid = std::string_view("1 0");
    registration.token = "any";
    registration.device_id = "0A1B2C3D-4E5F-4A6B-8C7D-0E1F2A3B4C5D-" + user();
    socket_->send(text_of(registration));
    core::AckDiff ready;
    ready.mid = std::string_view("2 0");
    socket_->send(text_of(ready));
  }

  void received(std::string_view) override {
    if (answers_ < 2) {  // to /reg and ackDiff
      if (++answers_ == 2) {
        ++measured_.ready;
        next_.set(Clock::now() + kInterval * static_cast<int>(number_ % 1000) / 1000);
      }
      return;
    }
    if (!sent_) return;
    if (measured_.wanted) measured_.round_trips.push_back((Clock::now() - *sent_).count());
    sent_.reset();
  }

  void beat() {
    core::Heartbeat heartbeat;
    heartbeat.mid = std::string_view("5321760000015000 0");
    sent_ = Clock::now();
    socket_->send(text_of(heartbeat));
    next_.set(*sent_ + kInterval);
  }

  void open_failed(net::OpenFailure, int, const std::string&) override { ++measured_.lost; }
  void closed(const net::Ending&) override { ++measured_.lost; }
  void pong() override {}
  void flushed() override {}

  std::size_t number_;
  Measured& measured_;
  net::Timer next_;
  int answers_ = 0;
  std::optional<TimePoint> sent_;
  std::unique_ptr<net::WebSocketClient> socket_;
};

/// In ns; `values` is sorted.
std::int64_t at(const std::vector<std::int64_t>& values, std::size_t per_mille) {
  return values.empty() ? 0 : values[(values.size() - 1) * per_mille / 1000];
}

void run(net::Loop& loop, net::Duration length) {
  net::Timer end(loop, [&] { loop.stop(); });
  end.set(Clock::now() + length);
  loop.run();
}

int measure(std::size_t count, int seconds) {
  ServedProgram server({FISHTANK_PROGRAM, "serve", "--direct", "--any-token", "--quiet",
                        "--ping-interval", "0s", "--connections", std::to_string(count + 10)});
  const std::int64_t empty = server.resident_bytes();
  net::Loop loop;
  Measured measured;
  std::vector<std::unique_ptr<Client>> clients;
  constexpr std::size_t kAtOnce = 100;
  while (clients.size() < count) {
    for (std::size_t one = 0; one < kAtOnce && clients.size() < count; ++one) {
      clients.push_back(std::make_unique<Client>(loop, server.port(), clients.size(), measured));
    }
    run(loop, std::chrono::milliseconds(20));
  }
  run(loop, kInterval + std::chrono::seconds(5));  // until every one has sent a heartbeat
  fmt::print("clients registered: {} of {}, lost: {}\n", measured.ready, count, measured.lost);
  if (measured.ready != count) return 1;

  measured.wanted = true;
  const std::int64_t cpu = server.cpu_ns();
  run(loop, std::chrono::seconds(seconds));
  const double used = static_cast<double>(server.cpu_ns() - cpu) / 1e9;
  const std::int64_t memory = server.resident_bytes() - empty;
  std::sort(measured.round_trips.begin(), measured.round_trips.end());
  fmt::print("memory a connection: {:.1f} KiB\n",
             static_cast<double>(memory) / static_cast<double>(count) / 1024);
  fmt::print("server: {:.1f} % of a processor for {:.0f} heartbeats a second\n",
             used / seconds * 100, static_cast<double>(measured.round_trips.size()) / seconds);
  fmt::print("heartbeat round trip: p50 {} us, p99 {} us, p99.9 {} us\n",
             at(measured.round_trips, 500) / 1000, at(measured.round_trips, 990) / 1000,
             at(measured.round_trips, 999) / 1000);
  return measured.lost == 0 ? 0 : 1;
}

void allow_many_files() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace
}  // namespace fishtank::bench

int main(int argc, char** argv) {
  try {
    fishtank::bench::allow_many_files();
    const auto clients = argc > 1 ? std::stoul(argv[1]) : 10'000UL;
    const int seconds = argc > 2 ? std::stoi(argv[2]) : 45;
    return fishtank::bench::measure(clients, seconds);
  } catch (const std::exception& error) {
    fmt::print(stderr, "load_bench: {}\n", error.what());
    return 2;
  }
}
