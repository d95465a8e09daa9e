#include "tests/serve/hostile_bench.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "net/http_client.hpp"
#include "plan/scenario.hpp"
#include "trace/vocabulary.hpp"
#include "wire/frame_codec.hpp"

namespace fishtank::serve::test {

namespace {

constexpr auto kPatience = std::chrono::seconds(30);
constexpr auto kRegular = "2200000000001";

/// A server that registers whoever comes.
plan::Plan served_plan(const std::string& lines) {
  const plan::Loaded loaded =
      plan::load("name: served\nduration: 24h\nclient: {profile: xianyu-live}\n" + lines, "served",
                 trace::vocabulary());
  plan::Plan plan = std::get<plan::ScenarioFile>(loaded).variants.front().plan;
  plan.network.up = plan.network.down = {.latency = core::Duration::zero()};
  plan.server.checks_token = false;
  return plan;
}

}  // namespace

// ---- ServeBench ------------------------------------------------------------------------------

ServeBench::ServeBench(Way way, const std::function<void(Options&)>& change,
                       const std::string& lines) {
  plan::Plan plan = served_plan(lines);
  Options options;
  options.direct = way == Way::direct;
  options.expected = onlooker::expected_of(plan.clients.front().policy);
  options.expected.open_means_alive = false;
  options.log = [this](const std::string& line) { log_.push_back(line); };
  if (change) change(options);
  service_ = std::make_unique<Service>(loop_, std::move(plan), trace::vocabulary(),
                                       std::move(options), [](const Verdict&) {});
}

ServeBench::~ServeBench() = default;

void ServeBench::run_for(net::Duration duration) {
  net::Timer over(loop_, [this] { loop_.stop(); });
  over.set(net::Clock::now() + duration);
  loop_.run();
}

void ServeBench::await(const std::function<bool()>& condition, std::string_view what) {
  const net::TimePoint deadline = net::Clock::now() + kPatience;
  while (!condition()) {
    if (net::Clock::now() > deadline) FAIL() << "never: " << what;
    run_for(std::chrono::milliseconds(1));
  }
}

std::string ServeBench::ask(const std::string& method, const std::string& target,
                            const std::string& body) {
  std::optional<net::HttpResponse> answer;
  const net::HttpCall call(
      loop_, "http://127.0.0.1:" + std::to_string(control_port()),
      {.method = method, .target = target, .headers = {}, .body = body, .peer = {}}, kPatience,
      true, [&](net::HttpResponse response) { answer = std::move(response); });
  await([&] { return answer.has_value(); }, method + " " + target);
  return answer ? answer->body : "";
}

std::size_t ServeBench::open_connections() {
  return nlohmann::json::parse(ask("GET", "/state")).at("open_connections");
}

bool ServeBench::has_logged(std::string_view text) const {
  return std::ranges::any_of(
      log_, [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

// ---- Regular ---------------------------------------------------------------------------------

Regular::Regular(ServeBench& bench) : bench_(bench) {
  net::ClientOptions options;
  options.url = "ws://127.0.0.1:" + std::to_string(bench.port()) + "/";
  options.headers = {{"Cookie", "unb=" + std::string(kRegular)}};
  socket_ = std::make_unique<net::WebSocketClient>(bench.loop(), options, *this);
  bench_.await([this] { return is_open_ || !end_.empty(); }, "the regular client opens");
  ask(core::Register{"reg 0", "any",
                     "0A1B2C3D-4E5F-4A6B-8C7D-0E1F2A3B4C5D-" + std::string(kRegular)});
}

void Regular::ask(const core::Frame& request) {
  std::string text;
  wire::encode(request, text);
  last_.clear();
  EXPECT_TRUE(socket_->send(text)) << end_;
  const std::string mid(core::mid(request).view());
  bench_.await([&] { return last_.find(mid) != std::string::npos || !end_.empty(); }, mid);
  EXPECT_EQ(end_, "");
  EXPECT_NE(last_.find("\"code\":200"), std::string::npos) << last_;
}

void Regular::expect_to_be_served() {
  ask(core::Heartbeat{core::Mid("beat-" + std::to_string(++requests_) + " 0")});
}

// ---- Hostile ---------------------------------------------------------------------------------

Hostile::Hostile(std::uint16_t port, int receive_buffer)
    : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0) {
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ADD_FAILURE() << "cannot connect";
  }
}

Hostile::Hostile(Hostile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      unsent_(std::move(other.unsent_)),
      sent_(other.sent_),
      heard_(std::move(other.heard_)),
      end_(other.end_) {}

Hostile::~Hostile() { close(); }

bool Hostile::push() {
  const std::string_view rest = std::string_view(unsent_).substr(sent_);
  if (rest.empty()) return true;
  const auto size = ::send(descriptor_, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (size > 0) sent_ += static_cast<std::size_t>(size);
  if (sent_ < unsent_.size()) return false;
  unsent_.clear();
  sent_ = 0;
  return true;
}

void Hostile::read() {
  std::array<char, 65536> buffer;
  while (end_ == End::none) {
    const auto size = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size > 0) {
      heard_.append(buffer.data(), static_cast<std::size_t>(size));
    } else if (size == 0) {
      end_ = End::fin;
    } else if (errno == ECONNRESET) {
      end_ = End::reset;
    } else {
      return;
    }
  }
}

void Hostile::finish() { ::shutdown(descriptor_, SHUT_WR); }

void Hostile::close() {
  std::string().swap(unsent_);  // gives its memory back
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void Hostile::reset() {
  const linger now{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close();
}

std::vector<Hostile> crowd(ServeBench& bench, std::uint16_t port, std::size_t size) {
  constexpr std::size_t kAtOnce = 50;  // a kernel may let no more than 128 wait
  std::vector<Hostile> crowd;
  while (crowd.size() < size) {
    crowd.emplace_back(port);
    if (crowd.size() % kAtOnce == 0) bench.run_for({});
  }
  return crowd;
}

Hostile upgraded(ServeBench& bench, std::string_view user, int receive_buffer) {
  Hostile hostile(bench.port(), receive_buffer);
  hostile.send(upgrade_request(user));
  bench.await(
      [&] {
        hostile.push();
        hostile.read();
        return hostile.heard().find("\r\n\r\n") != std::string::npos ||
               hostile.end() != Hostile::End::none;
      },
      "the upgrade is answered");
  EXPECT_EQ(hostile.heard().substr(0, 12), "HTTP/1.1 101");
  hostile.forget();
  return hostile;
}

void await_end(ServeBench& bench, Hostile& hostile) {
  bench.await(
      [&] {
        hostile.push();
        hostile.read();
        return hostile.end() != Hostile::End::none;
      },
      "the server ends it");
}

std::string frame_of(const core::Frame& request) {
  std::string text;
  wire::encode(request, text);
  return frame(0x81, text);
}

std::size_t open_files() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

std::optional<std::size_t> allocated() {
  const struct mallinfo2 info = ::mallinfo2();
  const std::size_t bytes = info.uordblks + info.hblkhd;
  return bytes == 0 ? std::nullopt : std::optional(bytes);
}

}  // namespace fishtank::serve::test
