#pragma once

#include <asio/ip/tcp.hpp>

namespace fishtank::net {

/// Ends a connection with RST, dropping what the kernel has not sent. Nothing happens to a socket
/// that is not open.
inline void close_with_reset(asio::ip::tcp::socket& socket) {
  asio::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace fishtank::net
