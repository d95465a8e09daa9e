#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/loop.hpp"
#include "net/web_socket_client.hpp"
#include "net/web_socket_server.hpp"
#include "tests/helpers/web_socket_bytes.hpp"

/// Both ends of a socket in one loop, and raw sockets beside it.
namespace fishtank::net::test {

using tests::frame;
using tests::upgrade_request;

using std::chrono::milliseconds;

/// Runs the loop until the condition holds; false if it does not within ten seconds.
bool run_until(Loop& loop, const std::function<bool()>& condition);

/// Runs the loop for that long: for what must not happen.
void run_for(Loop& loop, Duration duration);

/// What a client was told.
struct ClientLog : ClientHandler {
  bool is_open = false;
  std::optional<OpenFailure> failure;
  int status = 0;
  std::string detail;
  std::vector<std::string> messages;
  int pongs = 0;
  int flushes = 0;
  std::optional<Ending> ending;
  int calls_after_the_end = 0;
  std::function<void()> on_open;     ///< called by opened()
  std::function<void()> on_message;  ///< called by received()
  std::function<void()> on_end;      ///< called by open_failed() and closed()

  bool has_ended() const { return failure || ending; }

  void opened() override;
  void open_failed(OpenFailure why, int http_status, const std::string& what) override;
  void received(std::string_view message) override;
  void pong() override;
  void flushed() override;
  void closed(const Ending& how) override;

 private:
  void count() { calls_after_the_end += has_ended() ? 1 : 0; }
};

/// What a server was told of one WebSocket.
struct ServedLog {
  HttpRequest upgrade;
  bool is_open = false;
  std::vector<std::string> messages;
  int pings = 0;
  int pongs = 0;
  std::optional<Ending> ending;
};

/// What a server was told, and how it answers.
struct ServerLog : ServerHandler {
  std::map<std::uint64_t, ServedLog> sockets;
  std::vector<HttpRequest> requests;
  std::vector<Shed> sheds;
  int tls_failures = 0;
  int upgrade_status = 101;
  bool answers_pings = true;
  std::function<void()> on_upgrade;
  std::function<void(ConnectionId, std::string_view)> on_message;
  std::function<void(const HttpRequest&, Respond)> on_request;

  ServedLog& at(ConnectionId id) { return sockets[static_cast<std::uint64_t>(id)]; }

  std::ptrdiff_t opened_ever() const;

  int upgrade(ConnectionId id, const HttpRequest& request) override;
  void opened(ConnectionId id) override { at(id).is_open = true; }
  void received(ConnectionId id, std::string_view message) override;
  bool ping(ConnectionId id) override;
  void pong(ConnectionId id) override { ++at(id).pongs; }
  void closed(ConnectionId id, const Ending& ending) override { at(id).ending = ending; }
  void request(const HttpRequest& request, Respond respond) override;
  void shed(Shed why, const std::string& peer) override;
  void tls_failed(const std::string& peer, const std::string& why) override;
};

constexpr ConnectionId kFirst{1};

/// A server that echoes.
struct ServerBench {
  explicit ServerBench(const ServerOptions& options = {}, const std::string& scheme = "ws");

  /// A client's options for it.
  ClientOptions client() const;

  /// Runs the loop until then; the test fails if it takes longer than ten seconds.
  void await(const std::function<bool()>& condition, std::string_view what);

  Loop loop;
  ServerLog log;
  std::unique_ptr<WebSocketServer> server;
  std::string scheme;
};

/// A client of a server bench, open.
struct OpenClient {
  explicit OpenClient(ServerBench& bench);
  OpenClient(ServerBench& bench, const ClientOptions& options);

  ClientLog log;
  std::unique_ptr<WebSocketClient> client;
};

/// A TCP socket that says what it wants. Reading never blocks: the loop runs in between.
class RawSocket {
 public:
  enum class End { none, fin, reset };

  /// Connects to 127.0.0.1; or is the accepted end of a RawListener. `receive_buffer`: SO_RCVBUF.
  explicit RawSocket(std::uint16_t port, int receive_buffer = 0);
  struct Accepted {
    int descriptor;
  };
  explicit RawSocket(Accepted accepted) : descriptor_(accepted.descriptor) {}
  ~RawSocket();
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  /// Writes what the kernel takes at once; how much that was.
  std::size_t write(std::string_view bytes);
  void finish();  ///< FIN
  void reset();   ///< RST

  /// Takes in what has come.
  void read();
  const std::string& heard() const { return heard_; }
  void forget() { heard_.clear(); }
  End end() const { return end_; }

  /// RST has come, though bytes and a FIN that came before may not have been read yet.
  bool is_broken();

 private:
  int descriptor_;
  std::string heard_;
  End end_ = End::none;
};

/// Listens on a free port of 127.0.0.1.
class RawListener {
 public:
  explicit RawListener(int backlog = 16);
  ~RawListener();
  RawListener(const RawListener&) = delete;
  RawListener& operator=(const RawListener&) = delete;

  std::uint16_t port() const { return port_; }
  std::unique_ptr<RawSocket> accept();  ///< nullptr: nobody is waiting

 private:
  int descriptor_;
  std::uint16_t port_ = 0;
};

/// A client whose server is a raw socket.
struct RawServer {
  explicit RawServer(const ClientOptions& options = {});

  /// Runs until the client's request is there; its whole text.
  std::string request();

  /// Answers the request as a WebSocket server does; whether the client is open then.
  bool upgrade();

  /// Runs until the client's log says that it is over.
  bool end();

  RawListener listener;
  Loop loop;
  ClientLog log;
  std::unique_ptr<WebSocketClient> client;
  std::unique_ptr<RawSocket> raw;
};

/// A port where nobody listens.
std::uint16_t closed_port();

/// A raw socket whose upgrade is done and whose answer is forgotten.
std::unique_ptr<RawSocket> upgraded(ServerBench& bench, int receive_buffer = 0);

}  // namespace fishtank::net::test
