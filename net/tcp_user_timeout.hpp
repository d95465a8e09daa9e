#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <asio/ip/tcp.hpp>
#include <chrono>

#include "net/loop.hpp"

namespace fishtank::net {

/// The kernel gives the connection up when something sent stays unacknowledged for so long (TCP's
/// user timeout, RFC 793 3.8), or cannot be sent because the peer reads nothing. Zero: it keeps to
/// its own patience, about a quarter of an hour. Nothing happens to a socket that is not open.
inline void give_up_after(asio::ip::tcp::socket& socket, Duration patience) {
  if (patience == Duration::zero()) return;
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
  const auto value = static_cast<unsigned int>(ms);
  ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &value, sizeof value);
}

}  // namespace fishtank::net
