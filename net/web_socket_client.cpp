#include "net/web_socket_client.hpp"

#include <stdexcept>
#include <utility>

#include "net/dialer.hpp"
#include "net/endings.hpp"
#include "net/native_loop.hpp"
#include "net/tls.hpp"
#include "net/websocketpp_config.hpp"

namespace fishtank::net {

namespace {

/// How long a server may take to end its side of TCP after ours has ended.
constexpr Duration kLinger = std::chrono::seconds(1);

/// Frames that wait when Pings are answered no more: RFC 6455 5.5.3 lets us leave Pongs out.
constexpr std::size_t kMostWaiting = 4096;

Url checked_url(const ClientOptions& options) {
  Url url = parse_url(options.url, "ws");
  for (const auto& [name, value] : options.headers) {
    if (!is_header(name, value)) throw std::invalid_argument('"' + name + "\" is no header");
  }
  return url;
}

/// nullptr: the URL is not secure.
std::shared_ptr<asio::ssl::context> tls_of(const Url& url, const ClientOptions& options) {
  return url.secure ? client_tls(options.verify_certificate, options.authority) : nullptr;
}

}  // namespace

/// A dialer first, then a WebSocket. Its handler is gone after the last call to it.
class WebSocketClient::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Loop& loop, const ClientOptions& options, ClientHandler& handler);

  void start();
  bool send(std::string_view text);
  std::size_t buffered() const { return socket_ == nullptr ? 0 : buffered_by(*socket_); }
  void ping();
  void pause() {
    if (is_open_) socket_->pause_reading();
  }
  void resume() {
    if (is_open_) socket_->resume_reading();
  }
  void close(std::uint16_t code, std::string_view reason);
  void abort();

 private:
  void dialled(Dialer::Result result);
  void listen(WebSocket& socket);
  void opened();
  void failed();
  void fail(OpenFailure failure, int status, const std::string& detail);
  void closed();
  void written();
  void drop();

  Loop& loop_;
  ClientOptions options_;
  ClientHandler* handler_;
  Url url_;
  Timer deadline_;
  std::shared_ptr<WebSocketFactory> factory_ = std::make_shared<WebSocketFactory>(false);
  std::shared_ptr<Dialer> dialer_;
  WebSocket::ptr socket_;
  bool is_open_ = false;
  bool is_flushed_ = true;
};

WebSocketClient::Connection::Connection(Loop& loop, const ClientOptions& options,
                                        ClientHandler& handler)
    : loop_(loop),
      options_(options),
      handler_(&handler),
      url_(checked_url(options)),
      deadline_(loop, [this] { fail(OpenFailure::timeout, 0, "the open timeout passed"); }) {}

void WebSocketClient::Connection::start() {
  const auto dialled = [weak = weak_from_this()](Dialer::Result result) {
    if (const auto self = weak.lock()) self->dialled(std::move(result));
  };
  dialer_ = std::make_shared<Dialer>(loop_.native().context, url_, tls_of(url_, options_), dialled);
  dialer_->start();
  deadline_.set(Clock::now() + options_.open_timeout);
}

void WebSocketClient::Connection::dialled(Dialer::Result result) {
  if (result.stream == nullptr) return fail(result.failure, 0, result.detail);
  const std::string host =
      url_.host.find(':') == std::string::npos ? url_.host : '[' + url_.host + ']';
  socket_ = factory_->make(loop_.native().context, std::move(result.stream), kLinger);
  socket_->set_uri(std::make_shared<websocketpp::uri>(url_.secure, host, url_.port, url_.target));
  for (const auto& [name, value] : options_.headers) socket_->append_header(name, value);
  socket_->set_open_handshake_timeout(0);  // `deadline_` is for all of it
  socket_->set_close_handshake_timeout(to_milliseconds(options_.close_timeout));
  socket_->set_max_message_size(options_.max_message);
  listen(*socket_);
  socket_->start();
}

void WebSocketClient::Connection::listen(WebSocket& socket) {
  // A handler of the client's may destroy it: `self` lives until the call is over.
  const auto call = [weak = weak_from_this()](auto function) {
    const auto self = weak.lock();
    if (self != nullptr && self->handler_ != nullptr) function(*self);
  };
  socket.set_open_handler([call](const auto&) { call([](Connection& self) { self.opened(); }); });
  socket.set_fail_handler([call](const auto&) { call([](Connection& self) { self.failed(); }); });
  socket.set_close_handler([call](const auto&) { call([](Connection& self) { self.closed(); }); });
  socket.set_message_handler([call](const auto&, const Message::ptr& message) {
    call([&](Connection& self) { self.handler_->received(message->get_payload()); });
  });
  socket.set_ping_handler([&messages = *socket.messages](const auto&, const auto&) {
    return messages.messages() < kMostWaiting;
  });
  socket.set_pong_handler(
      [call](const auto&, const auto&) { call([](Connection& self) { self.handler_->pong(); }); });
  socket.listen({[call] { call([](Connection& self) { self.written(); }); }, nullptr});
}

void WebSocketClient::Connection::opened() {
  if (!socket_->get_response_header("Sec-WebSocket-Extensions").empty()) {
    return fail(OpenFailure::protocol, 0, "an extension that was not asked for");
  }
  deadline_.cancel();
  is_open_ = true;
  handler_->opened();
}

void WebSocketClient::Connection::failed() {
  namespace error = websocketpp::processor::error;
  const std::error_code why = socket_->get_ec();
  if (why == error::make_error_code(error::invalid_http_status)) {
    const int status = socket_->get_response_code();
    return fail(OpenFailure::http_status, status, "HTTP status " + std::to_string(status));
  }
  if (const std::error_code broken = socket_->error()) {
    return fail(opening_failure(broken, socket_->has_heard()), 0, broken.message());
  }
  fail(OpenFailure::protocol, 0, why.message());
}

void WebSocketClient::Connection::fail(OpenFailure failure, int status, const std::string& detail) {
  const auto self = shared_from_this();
  ClientHandler* const handler = handler_;
  drop();
  if (handler != nullptr) handler->open_failed(failure, status, detail);
}

void WebSocketClient::Connection::closed() {
  const WebSocket::ptr ended = std::exchange(socket_, nullptr);  // which may linger without us
  is_open_ = false;
  std::exchange(handler_, nullptr)->closed(ending_of(*ended, false));
}

void WebSocketClient::Connection::written() {
  if (is_flushed_ || buffered() > 0) return;
  is_flushed_ = true;
  handler_->flushed();
}

/// Ends whatever there is, without another call to the handler.
void WebSocketClient::Connection::drop() {
  handler_ = nullptr;
  deadline_.cancel();
  if (dialer_ != nullptr) dialer_->cancel();
  if (socket_ != nullptr) net::abort(*socket_);
}

bool WebSocketClient::Connection::send(std::string_view text) {
  if (!is_open_ || handler_ == nullptr) return false;
  const std::error_code error =
      socket_->send(text.data(), text.size(), websocketpp::frame::opcode::text);
  if (!error) is_flushed_ = false;
  return !error;
}

void WebSocketClient::Connection::ping() {
  std::error_code ignored;  // it is not open
  if (is_open_) socket_->ping({}, ignored);
}

void WebSocketClient::Connection::close(std::uint16_t code, std::string_view reason) {
  if (handler_ == nullptr) return;
  if (is_open_) return begin_close(*socket_, code, std::string(reason));
  ClientHandler* const handler = handler_;
  drop();
  handler_ = handler;  // until it has been told, or the client is destroyed
  loop_.post([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self == nullptr || self->handler_ == nullptr) return;
    std::exchange(self->handler_, nullptr)->closed({CloseCause::own_close, 1006, {}});
  });
}

void WebSocketClient::Connection::abort() { drop(); }

// ---- WebSocketClient -------------------------------------------------------------------------

WebSocketClient::WebSocketClient(Loop& loop, const ClientOptions& options, ClientHandler& handler)
    : connection_(std::make_shared<Connection>(loop, options, handler)) {
  connection_->start();
}

WebSocketClient::~WebSocketClient() { connection_->abort(); }

void WebSocketClient::check(const ClientOptions& options) { tls_of(checked_url(options), options); }

bool WebSocketClient::send(std::string_view text) { return connection_->send(text); }
std::size_t WebSocketClient::buffered() const { return connection_->buffered(); }
void WebSocketClient::ping() { connection_->ping(); }
void WebSocketClient::pause() { connection_->pause(); }
void WebSocketClient::resume() { connection_->resume(); }
void WebSocketClient::close(std::uint16_t code, std::string_view reason) {
  connection_->close(code, reason);
}
void WebSocketClient::abort() { connection_->abort(); }

}  // namespace fishtank::net
