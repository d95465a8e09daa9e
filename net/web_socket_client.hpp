#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/ending.hpp"
#include "net/loop.hpp"

namespace fishtank::net {

struct ClientOptions {
  std::string url;  ///< "ws://host:port/path" or "wss://..."
  std::vector<std::pair<std::string, std::string>> headers;  ///< of the upgrade, besides RFC 6455's
  Duration open_timeout = std::chrono::seconds(10);          ///< TCP, TLS and upgrade together

  /// Of the closing handshake; then own_close. A server that closed has as long to end TCP.
  Duration close_timeout = std::chrono::seconds(10);
  std::size_t max_message = 1024 * 1024;  ///< bytes; a longer one ends the connection with 1009
  bool verify_certificate = true;         ///< wss: against the system's authorities, or `authority`
  std::string authority;  ///< PEM file of the authority to trust; empty: the system's
};

/// Whoever uses a client connection. Called from the loop only, never from within a call of the
/// client's own functions.
class ClientHandler {
 public:
  virtual ~ClientHandler() = default;
  virtual void opened() = 0;

  /// The last call. `status`: of http_status, else 0. `detail`: what the system or library says.
  virtual void open_failed(OpenFailure failure, int status, const std::string& detail) = 0;

  /// A text or binary message, whole.
  virtual void received(std::string_view message) = 0;
  virtual void pong() = 0;

  /// Everything that was handed to send() has been taken by the kernel: once after each send(), or
  /// after several in a row.
  virtual void flushed() = 0;

  /// The last call.
  virtual void closed(const Ending& ending) = 0;
};

/// One WebSocket connection to a server, from its beginning to its end. Made to open at once.
/// Pings are answered, until 4096 frames wait for a server that does not read.
/// Destroying it ends it with a reset and without another call to the handler.
class WebSocketClient {
 public:
  /// std::invalid_argument: the url or a header is none, or the authority's file cannot be read.
  WebSocketClient(Loop& loop, const ClientOptions& options, ClientHandler& handler);
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  /// Throws what a client with these options would, and asks nobody.
  static void check(const ClientOptions& options);

  /// Hands a text message to the transport. False: it is not open, or the text is not UTF-8.
  bool send(std::string_view text);

  /// Bytes handed in that the kernel has not taken yet.
  std::size_t buffered() const;

  void ping();

  /// Reads nothing from the socket until resume(), as a process that stands still.
  void pause();
  void resume();

  /// Begins the closing handshake; closed() follows. While still opening it ends the attempt:
  /// closed() with own_close follows as well. Codes that must not be sent (RFC 6455 7.4) count as
  /// 1005, a close frame without a code; reasons end at 123 bytes.
  void close(std::uint16_t code, std::string_view reason);

  /// Ends at once with a reset (SO_LINGER 0). The handler is called no more.
  void abort();

 private:
  class Connection;
  std::shared_ptr<Connection> connection_;
};

}  // namespace fishtank::net
