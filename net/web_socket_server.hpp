#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/ending.hpp"
#include "net/loop.hpp"

namespace fishtank::net {

/// An HTTP request or the head of an upgrade. Of a header that was sent more than once the values
/// stand each by themselves, in order (protocol.md 1: real clients send Host and Connection twice).
struct HttpRequest {
  std::string method;
  std::string target;  ///< "/path?query"
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string peer;  ///< "127.0.0.1:40404"
};

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// What a server endpoint grants its peers; whoever asks for more is shed: the connection ends, the
/// handler's shed() is told, the others go on.
struct ServerLimits {
  std::size_t connections = 20'000;               ///< TCP connections at once, handshakes included
  Duration handshake = std::chrono::seconds(10);  ///< TLS and the whole HTTP request
  std::size_t http_head = 16 * 1024;              ///< bytes of a request line with its headers
  std::size_t http_body = 64 * 1024;              ///< bytes
  std::size_t message = 1024 * 1024;  ///< bytes of a WebSocket message, all fragments (1009)

  /// Bytes that wait for a peer that does not read; each message counts 256 more, even a pong.
  std::size_t buffered = 4 * 1024 * 1024;
  Duration closing = std::chrono::seconds(5);  ///< of a closing handshake that we began

  /// A peer whose host acknowledges nothing for so long is given up, as is one that takes nothing
  /// because it does not read; zero: when the kernel does, after a quarter of an hour.
  Duration unacknowledged{};
};

struct TlsFiles {
  std::string certificate;  ///< PEM file, the chain
  std::string key;          ///< PEM file
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: a free one
  std::optional<TlsFiles> tls;
  ServerLimits limits;
};

/// One WebSocket of a server, counted from 1; never used again.
enum class ConnectionId : std::uint64_t {};

/// Answers one HTTP request, then or later, once; from the loop's thread. A request that is never
/// answered is ended by its peer (who ends its side of TCP is taken for gone), or by the server's
/// end. A status that is none, or a header that would be two lines, is answered with 500.
using Respond = std::function<void(HttpResponse)>;

/// Why a peer was shed.
enum class Shed : std::uint8_t { connections, handshake, http_head, http_body, buffered };

/// Whoever serves. Called from the loop only.
class ServerHandler {
 public:
  virtual ~ServerHandler() = default;

  /// An upgrade request: 101 to accept it, or the status to answer it with.
  virtual int upgrade(ConnectionId id, const HttpRequest& request) = 0;
  virtual void opened(ConnectionId id) = 0;
  virtual void received(ConnectionId id, std::string_view message) = 0;

  /// A Ping came: whether to answer it.
  virtual bool ping(ConnectionId id) = 0;
  virtual void pong(ConnectionId id) = 0;

  /// The last call of a connection whose upgrade was accepted, also of one that ended before it was
  /// open.
  virtual void closed(ConnectionId id, const Ending& ending) = 0;

  /// Any request that is no upgrade.
  virtual void request(const HttpRequest& request, Respond respond) = 0;

  /// A peer asked for more than the limits grant. Of a WebSocket closed() follows, with
  /// protocol_error and 1006.
  virtual void shed(Shed why, const std::string& peer) = 0;

  /// A peer's TLS handshake failed, as that of one that speaks plain HTTP; it is gone.
  virtual void tls_failed(const std::string& /*peer*/, const std::string& /*why*/) {}
};

/// A WebSocket and HTTP endpoint on one port. permessage-deflate is declined, no subprotocol is
/// chosen (protocol.md 1). Each HTTP answer ends its connection.
class WebSocketServer {
 public:
  /// Listens at once. std::system_error: address or port cannot be had, with a message that names
  /// them; std::invalid_argument: the TLS files cannot be used.
  WebSocketServer(Loop& loop, const ServerOptions& options, ServerHandler& handler);

  /// Ends every connection with a reset, without another call to the handler.
  ~WebSocketServer();
  WebSocketServer(const WebSocketServer&) = delete;
  WebSocketServer& operator=(const WebSocketServer&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;  ///< WebSockets that are open

  /// Text to a connection; nothing happens if it is gone or closing. It is not looked at: UTF-8 is
  /// the caller's affair.
  void send(ConnectionId id, std::string_view text);

  /// Bytes as they are, in order with what send() gave: for frames that break RFC 6455 on purpose.
  void send_raw(ConnectionId id, std::string_view bytes);

  void ping(ConnectionId id);

  /// Begins the closing handshake; closed() follows. Code 1005, or one that must not be sent (RFC
  /// 6455 7.4): a close frame without a code. Reasons end at 123 bytes.
  void close(ConnectionId id, std::uint16_t code, std::string_view reason);

  /// Ends with a reset; closed() does not follow.
  void abort(ConnectionId id);

  /// Bytes that wait for the peer.
  std::size_t buffered(ConnectionId id) const;

  /// No new connections from now on; those that are open go on.
  void stop_listening();

 private:
  class Endpoint;
  std::shared_ptr<Endpoint> endpoint_;
};

}  // namespace fishtank::net
