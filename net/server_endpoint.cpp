#include "net/server_endpoint.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "net/server_http.hpp"
#include "net/tcp_user_timeout.hpp"
#include "net/tls.hpp"

namespace fishtank::net {

using asio::ip::tcp;

namespace {

/// What keeping a message costs besides its bytes: empty ones are not free.
constexpr std::size_t kMessageCost = 256;

/// How long a peer may take to end its side of TCP after ours has ended.
constexpr Duration kLinger = std::chrono::seconds(2);

/// Until accept() is tried again after it failed, which it does when files run out.
constexpr Duration kRetry = std::chrono::milliseconds(10);

}  // namespace

WebSocketServer::Endpoint::Endpoint(Loop& loop, const ServerOptions& options,
                                    ServerHandler& handler)
    : loop_(loop),
      options_(options),
      handler_(&handler),
      tls_(options.tls ? server_tls(*options.tls) : nullptr),
      acceptor_(loop.native().context),
      retry_(loop.native().context) {
  listen();
  set_handlers();
}

void WebSocketServer::Endpoint::listen() {
  asio::error_code error;
  tcp::resolver resolver(loop_.native().context);
  const auto found = resolver.resolve(options_.address, std::to_string(options_.port),
                                      tcp::resolver::passive, error);
  if (!error) {
    const tcp::endpoint endpoint = *found.begin();
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
  }
  if (error) {
    throw std::system_error(
        error, "cannot listen on " + options_.address + ':' + std::to_string(options_.port));
  }
}

// ---- Accepting -------------------------------------------------------------------------------

void WebSocketServer::Endpoint::accept() {
  acceptor_.async_accept(
      [weak = weak_from_this()](const asio::error_code& error, tcp::socket socket) {
        const auto self = weak.lock();
        if (self == nullptr || !self->acceptor_.is_open()) return;
        if (!error) {
          self->have_socket(std::move(socket));
          if (self->acceptor_.is_open()) self->accept();
          return;
        }
        self->retry_.expires_after(kRetry);
        self->retry_.async_wait([weak](const asio::error_code& cancelled) {
          const auto again = weak.lock();
          if (!cancelled && again != nullptr && again->acceptor_.is_open()) again->accept();
        });
      });
}

void WebSocketServer::Endpoint::have_socket(tcp::socket socket) {
  give_up_after(socket, options_.limits.unacknowledged);
  auto stream = std::make_unique<Stream>(std::move(socket));
  if (greetings_.size() + sockets_.size() >= options_.limits.connections) {
    const std::string peer = stream->peer();
    stream->reset();
    handler_->shed(Shed::connections, peer);
  } else if (tls_ != nullptr) {
    greet(std::move(stream));
  } else {
    serve(std::move(stream), Clock::now());
  }
}

void WebSocketServer::Endpoint::greet(std::unique_ptr<Stream> stream) {
  stream->secure(tls_);
  const std::string peer = stream->peer();  // one that has reset its connection has no address
  const TimePoint now = Clock::now();
  const auto greeting = std::make_shared<Greeting>(loop_.native().context, std::move(stream));
  greetings_.insert(greeting);
  greeting->deadline.expires_at(now + options_.limits.handshake);
  greeting->deadline.async_wait(
      [weak = weak_from_this(), greeting, peer](const asio::error_code& error) {
        const auto self = weak.lock();
        if (error || self == nullptr || self->greetings_.erase(greeting) == 0) return;
        greeting->stream->reset();
        self->handler_->shed(Shed::handshake, peer);
      });
  greeting->stream->async_handshake(
      asio::ssl::stream_base::server,
      [weak = weak_from_this(), greeting, peer, now](const asio::error_code& error) {
        const auto self = weak.lock();
        greeting->deadline.cancel();
        if (self == nullptr || self->greetings_.erase(greeting) == 0) return;
        if (!error) return self->serve(std::move(greeting->stream), now);
        self->handler_->tls_failed(peer, error.message());
      });
}

void WebSocketServer::Endpoint::serve(std::unique_ptr<Stream> stream, TimePoint since) {
  const ServerLimits& limits = options_.limits;
  const WebSocket::ptr socket =
      factory_->make(loop_.native().context, std::move(stream), std::min(kLinger, limits.closing));
  request_of(*socket).limit_head(limits.http_head);
  socket->set_open_handshake_timeout(to_milliseconds(since + limits.handshake - Clock::now()));
  sockets_.emplace(socket.get(), socket);
  const Transport* const key = socket.get();
  socket->listen({nullptr, [this, key] { sockets_.erase(key); }});
  socket->start();
}

void WebSocketServer::Endpoint::stop_listening() {
  asio::error_code ignored;
  acceptor_.close(ignored);
  retry_.cancel();
}

void WebSocketServer::Endpoint::end() {
  handler_ = nullptr;
  stop_listening();
  open_.clear();
  for (const auto& greeting : greetings_) {
    greeting->deadline.cancel();
    greeting->stream->reset();
  }
  greetings_.clear();
  const auto sockets = sockets_;  // each takes itself out
  for (const auto& [key, socket] : sockets) net::abort(*socket);
}

// ---- websocketpp's handlers ------------------------------------------------------------------

/// They are copied into each connection, so they capture no more than a pointer, which saves
/// memory. They are not called without an endpoint: end() aborts all sockets.
void WebSocketServer::Endpoint::set_handlers() {
  const ServerLimits& limits = options_.limits;
  factory_->set_close_handshake_timeout(to_milliseconds(limits.closing));
  factory_->set_max_message_size(limits.message);
  factory_->set_max_http_body_size(limits.http_body);
  using Handle = websocketpp::connection_hdl;
  static constexpr auto live = [](const Handle& handle) {
    auto socket = std::static_pointer_cast<WebSocket>(handle.lock());
    return socket == nullptr || socket->is_aborted ? nullptr : socket;
  };
  factory_->set_validate_handler([this](const Handle& handle) {
    const auto socket = live(handle);
    return socket != nullptr && validate(*socket);
  });
  factory_->set_open_handler([this](const Handle& handle) {
    if (const auto socket = live(handle)) opened(socket);
  });
  factory_->set_fail_handler([this](const Handle& handle) {
    if (const auto socket = live(handle)) failed(*socket);
  });
  factory_->set_close_handler([this](const Handle& handle) {
    if (const auto socket = live(handle)) closed(*socket);
  });
  factory_->set_http_handler([this](const Handle& handle) {
    if (const auto socket = live(handle)) requested(socket);
  });
  factory_->set_message_handler([this](const Handle& handle, const Message::ptr& message) {
    if (const auto socket = live(handle)) {
      handler_->received(ConnectionId{socket->id}, message->get_payload());
    }
  });
  factory_->set_ping_handler([this](const Handle& handle, const std::string&) {
    const auto socket = live(handle);
    return socket != nullptr && pinged(socket);
  });
  factory_->set_pong_handler([this](const Handle& handle, const std::string&) {
    if (const auto socket = live(handle)) handler_->pong(ConnectionId{socket->id});
  });
}

bool WebSocketServer::Endpoint::validate(WebSocket& socket) {
  socket.id = ++last_id_;
  const int status = handler_->upgrade(ConnectionId{socket.id}, public_request(socket));
  socket.is_accepted = status == 101;
  if (socket.is_aborted || socket.is_accepted) return socket.is_accepted;
  socket.set_status(static_cast<websocketpp::http::status_code::value>(status));
  return false;
}

void WebSocketServer::Endpoint::opened(const WebSocket::ptr& socket) {
  request_of(*socket).forget();
  const ConnectionId id{socket->id};
  open_.emplace(id, socket);
  handler_->opened(id);
}

void WebSocketServer::Endpoint::failed(const WebSocket& socket) {
  using State = HttpReader::State;
  const State state = request_of(socket).reader().state();
  if (socket.get_ec() ==
      websocketpp::error::make_error_code(websocketpp::error::open_handshake_timeout)) {
    handler_->shed(Shed::handshake, socket.peer());
  } else if (state == State::head_too_big) {
    handler_->shed(Shed::http_head, socket.peer());
  } else if (state == State::body_too_big) {
    handler_->shed(Shed::http_body, socket.peer());
  }
  // Its peer has gone between request and answer.
  if (socket.is_accepted) handler_->closed(ConnectionId{socket.id}, ending_of(socket, true));
}

void WebSocketServer::Endpoint::closed(const WebSocket& socket) {
  const ConnectionId id{socket.id};
  if (open_.erase(id) > 0) handler_->closed(id, ending_of(socket, true));
}

bool WebSocketServer::Endpoint::pinged(const WebSocket::ptr& socket) {
  hold_to_buffer(socket);
  return !socket->is_aborted && handler_->ping(ConnectionId{socket->id});
}

void WebSocketServer::Endpoint::requested(const WebSocket::ptr& socket) {
  socket->defer_http_response();
  socket->watch([weak = std::weak_ptr(socket)] {
    if (const auto left = weak.lock()) net::abort(*left);
  });
  handler_->request(public_request(*socket), respond_to(socket, options_.limits.handshake));
}

// ---- Calls -----------------------------------------------------------------------------------

WebSocket::ptr WebSocketServer::Endpoint::find(ConnectionId id) const {
  const auto found = open_.find(id);
  return found == open_.end() ? nullptr : found->second;
}

void WebSocketServer::Endpoint::send(ConnectionId id, std::string_view bytes, bool is_frame) {
  namespace frame = websocketpp::frame;
  const WebSocket::ptr socket = find(id);
  if (socket == nullptr) return;
  const Message::ptr message = socket->messages->get_message(frame::opcode::text, bytes.size());
  if (!is_frame) {
    message->set_header(
        frame::prepare_header(frame::basic_header(frame::opcode::text, bytes.size(), true, false),
                              frame::extended_header(bytes.size())));
  }
  message->append_payload(bytes.data(), bytes.size());
  message->set_prepared(true);
  socket->send(message);
  hold_to_buffer(socket);
}

void WebSocketServer::Endpoint::ping(ConnectionId id) {
  const WebSocket::ptr socket = find(id);
  if (socket == nullptr) return;
  std::error_code ignored;  // it is closing
  socket->ping({}, ignored);
  hold_to_buffer(socket);
}

void WebSocketServer::Endpoint::close(ConnectionId id, std::uint16_t code,
                                      std::string_view reason) {
  const WebSocket::ptr socket = find(id);
  if (socket != nullptr) begin_close(*socket, code, std::string(reason));
}

void WebSocketServer::Endpoint::abort(ConnectionId id) {
  const WebSocket::ptr socket = find(id);
  if (socket == nullptr) return;
  open_.erase(id);
  net::abort(*socket);
}

std::size_t WebSocketServer::Endpoint::buffered(ConnectionId id) const {
  const WebSocket::ptr socket = find(id);
  return socket == nullptr ? 0 : buffered_by(*socket);
}

/// Sheds a peer that does not read. The handler is told later: it may be in the midst of a call.
void WebSocketServer::Endpoint::hold_to_buffer(const WebSocket::ptr& socket) {
  const std::size_t cost = buffered_by(*socket) + kMessageCost * socket->messages->messages();
  if (cost <= options_.limits.buffered) return;
  const ConnectionId id{socket->id};
  open_.erase(id);
  net::abort(*socket);
  loop_.post([weak = weak_from_this(), id, peer = socket->peer()] {
    auto self = weak.lock();
    if (self != nullptr && self->handler_ != nullptr) self->handler_->shed(Shed::buffered, peer);
    if (self == nullptr || self->handler_ == nullptr) return;
    self->handler_->closed(id, {CloseCause::protocol_error, 1006, "it did not read"});
  });
}

}  // namespace fishtank::net
