#pragma once

#include <cstdint>

namespace fishtank::live {

/// Where the server behind a proxy is, and what it speaks.
struct Harbour {
  std::uint16_t port = 0;  ///< of 127.0.0.1; WebSocket and services
  bool tls = false;        ///< wss and https
};

/// Round trips that a far server would cost before the first byte gets to it, and the proxy next
/// door does not show: TCP's handshake. TLS's goes through the proxy, so it costs what it costs; a
/// server that is not asked for TLS is taken for one that is, because the real one is.
inline int far_trips(const Harbour& harbour) { return harbour.tls ? 1 : 2; }

}  // namespace fishtank::live
