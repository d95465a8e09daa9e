#include "net/web_socket_server.hpp"

#include "net/server_endpoint.hpp"

namespace fishtank::net {

WebSocketServer::WebSocketServer(Loop& loop, const ServerOptions& options, ServerHandler& handler)
    : endpoint_(std::make_shared<Endpoint>(loop, options, handler)) {
  endpoint_->accept();
}

WebSocketServer::~WebSocketServer() { endpoint_->end(); }

std::uint16_t WebSocketServer::port() const { return endpoint_->port(); }
std::size_t WebSocketServer::connections() const { return endpoint_->open_count(); }

void WebSocketServer::send(ConnectionId id, std::string_view text) {
  endpoint_->send(id, text, false);
}
void WebSocketServer::send_raw(ConnectionId id, std::string_view bytes) {
  endpoint_->send(id, bytes, true);
}
void WebSocketServer::ping(ConnectionId id) { endpoint_->ping(id); }
void WebSocketServer::close(ConnectionId id, std::uint16_t code, std::string_view reason) {
  endpoint_->close(id, code, reason);
}
void WebSocketServer::abort(ConnectionId id) { endpoint_->abort(id); }
std::size_t WebSocketServer::buffered(ConnectionId id) const { return endpoint_->buffered(id); }
void WebSocketServer::stop_listening() { endpoint_->stop_listening(); }

}  // namespace fishtank::net
