#pragma once

#include <asio/buffer.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/stream.hpp>
#include <asio/write.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace fishtank::net {

/// An open TCP connection, with TLS over it or not. Whoever starts an operation keeps the stream
/// alive until its handler is called.
class Stream {
 public:
  explicit Stream(asio::ip::tcp::socket socket);

  /// From now on everything goes through TLS, beginning with the handshake.
  void secure(std::shared_ptr<asio::ssl::context> context);

  /// Before the handshake of a client: what the server is called (SNI), and that its certificate
  /// has to say so if the context verifies.
  void expect(const std::string& host);

  bool is_secure() const { return tls_.has_value(); }
  asio::ip::tcp::socket& socket() { return socket_; }
  std::string peer() const;  ///< as peer_of()

  template <class Handler>
  void async_handshake(asio::ssl::stream_base::handshake_type role, Handler handler) {
    tls_->async_handshake(role, std::move(handler));
  }

  template <class Handler>
  void async_read_some(asio::mutable_buffer buffer, Handler handler) {
    if (tls_) {
      tls_->async_read_some(buffer, std::move(handler));
    } else {
      socket_.async_read_some(buffer, std::move(handler));
    }
  }

  template <class Buffers, class Handler>
  void async_write(const Buffers& buffers, Handler handler) {
    if (tls_) {
      asio::async_write(*tls_, buffers, std::move(handler));
    } else {
      asio::async_write(socket_, buffers, std::move(handler));
    }
  }

  /// Exchanges TLS's close_notify.
  template <class Handler>
  void async_shutdown(Handler handler) {
    tls_->async_shutdown(std::move(handler));
  }

  /// The peer's host has acknowledged all that was written.
  bool all_taken();

  void close();  ///< what was written still goes out
  void reset();  ///< RST

 private:
  asio::ip::tcp::socket socket_;
  std::shared_ptr<asio::ssl::context> context_;
  std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
};

/// Who is at the other end: "127.0.0.1:40404", "[::1]:40404"; "" if it is gone.
std::string peer_of(const asio::ip::tcp::socket& socket);

/// Whether a read's error says that the peer is done: FIN, or TLS's end.
bool is_end(const asio::error_code& error);

}  // namespace fishtank::net
