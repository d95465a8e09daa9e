#pragma once

#include "net/web_socket_server.hpp"
#include "net/websocketpp_config.hpp"

/// What a server says to requests that are no upgrades, in websocketpp's terms.
namespace fishtank::net {

/// websocketpp shows it as const only.
Request& request_of(WebSocket& socket);
const Request& request_of(const WebSocket& socket);

/// As the handler sees it.
HttpRequest public_request(const WebSocket& socket);

/// For a request that was deferred. `patience`: how long its peer may take to read the answer.
Respond respond_to(const WebSocket::ptr& socket, Duration patience);

}  // namespace fishtank::net
