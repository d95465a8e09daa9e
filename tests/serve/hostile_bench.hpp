#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/frame.hpp"
#include "net/loop.hpp"
#include "net/web_socket_client.hpp"
#include "plan/plan.hpp"
#include "serve/service.hpp"
#include "tests/helpers/web_socket_bytes.hpp"

/// A whole `serve` in this process, a client that keeps to the protocol, and peers that do not.
/// Everything is in one loop, which runs while something is awaited.
namespace fishtank::serve::test {

using tests::frame;
using tests::upgrade_request;

/// Whether clients come through the proxy or directly (--direct).
enum class Way { through_proxy, direct };

class ServeBench {
 public:
  /// `lines`: more of the scenario.
  explicit ServeBench(Way way, const std::function<void(Options&)>& change = nullptr,
                      const std::string& lines = "");
  ~ServeBench();

  std::uint16_t port() const { return service_->port(); }
  std::uint16_t control_port() const { return service_->control_port(); }
  net::Loop& loop() { return loop_; }

  /// Runs the loop until then; the test fails if it takes longer than 30 seconds.
  void await(const std::function<bool()>& condition, std::string_view what);
  void run_for(net::Duration duration);

  /// Asks the control interface; the body of the answer.
  std::string ask(const std::string& method, const std::string& target,
                  const std::string& body = "");

  /// WebSockets that are open, as GET /state has it.
  std::size_t open_connections();

  const std::vector<std::string>& log() const { return log_; }
  bool has_logged(std::string_view text) const;

 private:
  net::Loop loop_;
  std::vector<std::string> log_;
  std::unique_ptr<Service> service_;
};

/// A client that keeps to the protocol: it is registered once it is made.
class Regular final : public net::ClientHandler {
 public:
  explicit Regular(ServeBench& bench);

  /// Sends a heartbeat and awaits its answer.
  void expect_to_be_served();

 private:
  void ask(const core::Frame& request);

  // net::ClientHandler
  void opened() override { is_open_ = true; }
  void open_failed(net::OpenFailure, int, const std::string& detail) override { end_ = detail; }
  void received(std::string_view message) override { last_ = message; }
  void pong() override {}
  void flushed() override {}
  void closed(const net::Ending& ending) override { end_ = ending.reason + " (closed)"; }

  ServeBench& bench_;
  std::unique_ptr<net::WebSocketClient> socket_;
  bool is_open_ = false;
  std::string end_;
  std::string last_;
  int requests_ = 0;
};

/// A TCP socket that sends what it wants and never blocks.
class Hostile {
 public:
  enum class End { none, fin, reset };

  /// `receive_buffer`: SO_RCVBUF; 0: the system's.
  explicit Hostile(std::uint16_t port, int receive_buffer = 0);
  ~Hostile();
  Hostile(Hostile&& other) noexcept;
  Hostile& operator=(Hostile&&) = delete;

  /// Whole: what the kernel does not take now goes out with push().
  void send(std::string_view bytes) { unsent_ += bytes; }

  /// Goes on sending; true: nothing is left.
  bool push();

  /// Takes in what has come.
  void read();
  const std::string& heard() const { return heard_; }
  void forget() { heard_.clear(); }
  End end() const { return end_; }

  void finish();  ///< FIN
  void close();
  void reset();  ///< RST

 private:
  int descriptor_;
  std::string unsent_;
  std::size_t sent_ = 0;  ///< of it
  std::string heard_;
  End end_ = End::none;
};

/// So many that have connected and said nothing.
std::vector<Hostile> crowd(ServeBench& bench, std::uint16_t port, std::size_t size);

/// One whose WebSocket is open and whose `unb` is this; empty: none.
Hostile upgraded(ServeBench& bench, std::string_view user, int receive_buffer = 0);

/// Awaits that the server ends it.
void await_end(ServeBench& bench, Hostile& hostile);

/// As a WebSocket text frame.
std::string frame_of(const core::Frame& request);

/// Files that this process has open.
std::size_t open_files();

/// Bytes that this process has allocated and not freed; nothing: the allocator does not say.
std::optional<std::size_t> allocated();

}  // namespace fishtank::serve::test
