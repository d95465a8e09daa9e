#pragma once

#include <asio/ip/tcp.hpp>
#include <asio/ssl/context.hpp>
#include <asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "net/native_loop.hpp"
#include "net/web_socket_server.hpp"
#include "net/websocketpp_config.hpp"

namespace fishtank::net {

/// Accepts, greets (TLS), and hands the stream to websocketpp, whose handlers come back here. Each
/// connection is in `greetings_` or in `sockets_` until its socket is closed; those whose upgrade
/// is done are in `open_` as well.
class WebSocketServer::Endpoint : public std::enable_shared_from_this<Endpoint> {
 public:
  Endpoint(Loop& loop, const ServerOptions& options, ServerHandler& handler);

  void accept();
  void stop_listening();
  void end();  ///< resets everything; the handler is not called any more
  std::uint16_t port() const { return port_; }
  std::size_t open_count() const { return open_.size(); }

  void send(ConnectionId id, std::string_view bytes, bool is_frame);
  void ping(ConnectionId id);
  void close(ConnectionId id, std::uint16_t code, std::string_view reason);
  void abort(ConnectionId id);
  std::size_t buffered(ConnectionId id) const;

 private:
  /// A TLS handshake under way.
  struct Greeting {
    Greeting(asio::io_context& loop, std::unique_ptr<Stream> the_stream)
        : stream(std::move(the_stream)), deadline(loop) {}

    std::unique_ptr<Stream> stream;
    asio::steady_timer deadline;
  };

  void listen();
  void have_socket(asio::ip::tcp::socket socket);
  void greet(std::unique_ptr<Stream> stream);
  void serve(std::unique_ptr<Stream> stream, TimePoint since);
  void set_handlers();

  // websocketpp's handlers
  bool validate(WebSocket& socket);
  void opened(const WebSocket::ptr& socket);
  void failed(const WebSocket& socket);
  void closed(const WebSocket& socket);
  bool pinged(const WebSocket::ptr& socket);
  void requested(const WebSocket::ptr& socket);

  WebSocket::ptr find(ConnectionId id) const;
  void hold_to_buffer(const WebSocket::ptr& socket);

  Loop& loop_;
  ServerOptions options_;
  ServerHandler* handler_;
  std::shared_ptr<asio::ssl::context> tls_;
  asio::ip::tcp::acceptor acceptor_;
  asio::steady_timer retry_;
  std::uint16_t port_ = 0;
  std::shared_ptr<WebSocketFactory> factory_ = std::make_shared<WebSocketFactory>(true);
  std::uint64_t last_id_ = 0;
  std::unordered_set<std::shared_ptr<Greeting>> greetings_;
  std::unordered_map<const Transport*, WebSocket::ptr> sockets_;
  std::unordered_map<ConnectionId, WebSocket::ptr> open_;
};

}  // namespace fishtank::net
