/// Echo round trips a second of our server endpoint, of a bare websocketpp server and of npm's ws,
/// each in a process of its own, from a load client of ours in this one. The three take turns, so
/// that a noisy machine is noisy for all.
///
///   echo_bench [ROUNDS]         default: 5; medians are printed
///
/// npm's ws is taken from build/interop (scripts/run_interop puts it there), or left out.

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/served_program.hpp"
#include "net/loop.hpp"
#include "net/web_socket_client.hpp"
#include "net/web_socket_server.hpp"

namespace fishtank::bench {
namespace {

// ---- our server ------------------------------------------------------------------------------

class Echo final : public net::ServerHandler {
 public:
  explicit Echo(net::Loop& loop) : server_(loop, net::ServerOptions(), *this) {}
  std::uint16_t port() const { return server_.port(); }

 private:
  int upgrade(net::ConnectionId, const net::HttpRequest&) override { return 101; }
  void opened(net::ConnectionId) override {}
  void received(net::ConnectionId id, std::string_view text) override { server_.send(id, text); }
  bool ping(net::ConnectionId) override { return true; }
  void pong(net::ConnectionId) override {}
  void closed(net::ConnectionId, const net::Ending&) override {}
  void request(const net::HttpRequest&, net::Respond respond) override { respond({}); }
  void shed(net::Shed, const std::string&) override {}

  net::WebSocketServer server_;
};

int serve() {
  net::Loop loop;
  const Echo echo(loop);
  fmt::print("serving ws://127.0.0.1:{}/\n", echo.port());
  std::fflush(stdout);
  loop.run();
  return 0;
}

// ---- the load --------------------------------------------------------------------------------

class Client final : private net::ClientHandler {
 public:
  Client(net::Loop& loop, std::uint16_t port, std::size_t& round_trips)
      : round_trips_(round_trips) {
    net::ClientOptions options;
    options.url = "ws://127.0.0.1:" + std::to_string(port) + "/";
    net::ClientHandler& handler = *this;
    socket_ = std::make_unique<net::WebSocketClient>(loop, options, handler);
  }

 private:
  static constexpr std::string_view kText =
      R"({"lwp":"/!","headers":{"mid":"5321760000015000 0"}})";

  void opened() override { socket_->send(kText); }
  void received(std::string_view) override {
    ++round_trips_;
    socket_->send(kText);
  }
  void open_failed(net::OpenFailure, int, const std::string& why) override { fail(why); }
  void closed(const net::Ending& ending) override { fail(ending.reason); }
  void pong() override {}
  void flushed() override {}
  [[noreturn]] static void fail(const std::string& why) {
    fmt::print(stderr, "echo_bench: a connection was lost: {}\n", why);
    std::exit(1);
  }

  std::size_t& round_trips_;
  std::unique_ptr<net::WebSocketClient> socket_;
};

void run(net::Loop& loop, net::Duration length) {
  net::Timer end(loop, [&] { loop.stop(); });
  end.set(net::Clock::now() + length);
  loop.run();
}

double round_trips_a_second(const std::vector<std::string>& command, std::size_t connections) {
  const ServedProgram server(command);
  net::Loop loop;
  std::size_t round_trips = 0;
  std::vector<std::unique_ptr<Client>> clients;
  while (clients.size() < connections) {
    clients.push_back(std::make_unique<Client>(loop, server.port(), round_trips));
  }
  run(loop, std::chrono::milliseconds(700));
  round_trips = 0;
  const net::TimePoint begin = net::Clock::now();
  run(loop, std::chrono::seconds(2));
  const std::chrono::duration<double> took = net::Clock::now() - begin;
  return static_cast<double>(round_trips) / took.count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// ---- the table -------------------------------------------------------------------------------

struct Contender {
  std::string name;
  std::vector<std::string> command;
};

std::vector<Contender> contenders(const std::string& self) {
  std::vector<Contender> list{{"fishtank", {self, "--serve"}},
                              {"bare websocketpp", {FISHTANK_BARE_ECHO}}};
  const std::string ws = FISHTANK_SOURCE "/build/interop/node_modules/ws";
  if (std::filesystem::exists(ws)) {
    list.push_back({"npm ws", {"node", FISHTANK_SOURCE "/bench/ws_echo.cjs", ws}});
  }
  return list;
}

void measure(const std::string& self, int rounds) {
  const std::vector<Contender> all = contenders(self);
  fmt::print("echo round trips a second; medians of {}\n{:>11}", rounds, "connections");
  for (const Contender& one : all) fmt::print("{:>18}", one.name);
  fmt::print("{:>18}\n", "ours / bare");
  for (const std::size_t connections : {1U, 100U, 1000U}) {
    std::vector<std::vector<double>> rates(all.size());
    for (int round = 0; round < rounds; ++round) {
      for (std::size_t one = 0; one < all.size(); ++one) {
        rates[one].push_back(round_trips_a_second(all[one].command, connections));
      }
    }
    fmt::print("{:>11}", connections);
    for (const auto& values : rates) fmt::print("{:>18.0f}", median(values));
    fmt::print("{:>16.0f} %\n", median(rates[0]) / median(rates[1]) * 100);
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace fishtank::bench

int main(int argc, char** argv) {
  using namespace fishtank::bench;
  try {
    if (argc > 1 && std::string_view(argv[1]) == "--serve") return serve();
    measure(argv[0], argc > 1 ? std::stoi(argv[1]) : 5);
  } catch (const std::exception& error) {
    fmt::print(stderr, "echo_bench: {}\n", error.what());
    return 2;
  }
}
