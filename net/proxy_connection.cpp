#include "net/proxy_connection.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <utility>

#include "net/tcp_reset.hpp"

namespace fishtank::net {

namespace {

using asio::ip::tcp;

/// Where nobody listens, a connect from a port of the kernel's choice can meet itself.
bool is_self_connected(const tcp::socket& socket) {
  asio::error_code ignored;
  return socket.local_endpoint(ignored) == socket.remote_endpoint(ignored);
}

/// Bytes read at once, at most.
constexpr std::size_t kPiece = 64 * 1024;

/// How long a socket stays of which nothing is expected but that its peer lets go of it. Linux
/// itself gives a closed socket that waits for FIN one minute.
constexpr std::chrono::seconds kLinger(70);

/// No HTTP status line, no TLS record, no WebSocket frame; with the empty line that ends a head, so
/// that nobody waits for more.
constexpr std::string_view kNonsense =
    "\xff\xfe\xfd nobody knows this protocol \x01\x02\x03\r\n\r\n";

}  // namespace

ProxyConnection::ProxyConnection(asio::io_context& context, tcp::socket client, ProxyWater& water,
                                 std::function<void(ProxyConnection&)> ended)
    : water_(water),
      ended_(std::move(ended)),
      client_(std::move(client)),
      server_(tcp::socket(context)),
      up_(Direction::up, client_, server_, context),
      down_(Direction::down, server_, client_, context),
      linger_(context) {
  asio::error_code ignored;
  client_.socket.non_blocking(true, ignored);
  client_.socket.set_option(tcp::no_delay(true), ignored);
}

// ---- Beginnings ------------------------------------------------------------------------------

void ProxyConnection::forward(const tcp::endpoint& server) {
  watch_for_reset(up_);
  server_.socket.async_connect(server, [self = shared_from_this()](const asio::error_code& error) {
    if (self->mode_ != Mode::connecting) return;
    if (error || is_self_connected(self->server_.socket)) return self->refused();
    self->connected();
  });
}

void ProxyConnection::refused() {
  close_with_reset(server_.socket);
  broke(down_);
}

void ProxyConnection::connected() {
  asio::error_code ignored;
  server_.socket.non_blocking(true, ignored);
  server_.socket.set_option(tcp::no_delay(true), ignored);
  watch_for_reset(down_);
  mode_ = Mode::forward;
  water_changed();
}

void ProxyConnection::swallow() { begin(Mode::swallow); }
void ProxyConnection::confuse() { begin(Mode::confuse); }

void ProxyConnection::begin(Mode mode) {
  mode_ = mode;
  watch_for_reset(up_);
  water_changed();
}

/// A reset is noticed even while nothing is read. One notice is enough; asked again after both FINs
/// it would come at once, always.
void ProxyConnection::watch_for_reset(Flow& flow) {
  flow.source.socket.async_wait(
      tcp::socket::wait_error, [self = shared_from_this(), &flow](const asio::error_code& error) {
        if (error || self->mode_ == Mode::closed) return;
        int failure = 0;
        socklen_t size = sizeof failure;
        ::getsockopt(flow.source.socket.native_handle(), SOL_SOCKET, SO_ERROR, &failure, &size);
        if (failure != 0) self->broke(flow);
      });
}

// ---- Pumping ---------------------------------------------------------------------------------

void ProxyConnection::water_changed() {
  const auto self = shared_from_this();  // the owner may let go of it
  for (Flow* flow : {&up_, &down_}) {
    if (flow->queue.hasten(water_.latest(flow->direction))) flow->timer.cancel();  // which pumps
  }
  pump(up_);
  pump(down_);
}

bool ProxyConnection::held(const Flow& flow) {
  return mode_ != Mode::finish && water_.holds(flow.direction);
}

/// Does what can be done now, and sees to it that it is called again when more can be done.
void ProxyConnection::pump(Flow& flow) {
  if (mode_ == Mode::closed) return;
  if (held(flow)) {
    if (mode_ == Mode::forward) await_bytes(flow);  // to tell of them
    return;
  }
  if (flow.broken_source) return reset();
  if (mode_ == Mode::connecting || is_broken()) return;
  write_due(flow);
  await_bytes(flow);
}

void ProxyConnection::write_due(Flow& flow) {
  while (!flow.queue.empty() && !flow.waits_to_write && !is_broken()) {
    if (flow.queue.due() > water_.now()) return await_moment(flow);
    if (flow.queue.ends_stream()) {
      flow.queue.take(0);
      write_end(flow);
    } else {
      write_front(flow);
    }
  }
}

void ProxyConnection::write_front(Flow& flow) {
  asio::error_code error;
  const std::size_t written = flow.sink.socket.write_some(asio::buffer(flow.queue.bytes()), error);
  if (error == asio::error::would_block) return await_room(flow);
  if (error) return broke(&flow == &up_ ? down_ : up_);
  flow.queue.take(written);
}

void ProxyConnection::write_end(Flow& flow) {
  asio::error_code ignored;
  flow.sink.socket.shutdown(tcp::socket::shutdown_send, ignored);
  flow.finished = true;
  if (mode_ == Mode::confuse ? client_.ended : up_.finished && down_.finished) close();
}

void ProxyConnection::await_moment(Flow& flow) {
  if (flow.timer_set) return;
  flow.timer_set = true;
  flow.timer.expires_after(flow.queue.due() - water_.now());
  flow.timer.async_wait([self = shared_from_this(), &flow](const asio::error_code&) {
    flow.timer_set = false;
    self->pump(flow);
  });
}

void ProxyConnection::await_room(Flow& flow) {
  flow.waits_to_write = true;
  flow.sink.socket.async_wait(tcp::socket::wait_write,
                              [self = shared_from_this(), &flow](const asio::error_code& error) {
                                flow.waits_to_write = false;
                                if (!error) self->pump(flow);
                              });
}

void ProxyConnection::await_bytes(Flow& flow) {
  End& source = flow.source;
  if (source.waits_to_read || source.ended || !source.socket.is_open()) return;
  if (flow.queue.room() == 0) return;
  source.waits_to_read = true;
  source.socket.async_wait(tcp::socket::wait_read,
                           [self = shared_from_this(), &flow](const asio::error_code& error) {
                             flow.source.waits_to_read = false;
                             if (!error) self->read(flow);
                           });
}

/// The bytes lie on the stack until they are read: idle connections cost no buffer.
void ProxyConnection::read(Flow& flow) {
  if (mode_ == Mode::closed || is_broken()) return;
  if (held(flow)) return water_.kept(flow.direction);
  std::array<char, kPiece> piece;
  const std::size_t room = std::min(piece.size(), flow.queue.room());
  asio::error_code error;
  const std::size_t size = flow.source.socket.read_some(asio::buffer(piece.data(), room), error);
  if (error == asio::error::eof) {
    flow.source.ended = true;
    source_ended(flow);
  } else if (!error) {
    received(flow, {piece.data(), size});
  } else if (error != asio::error::would_block) {
    return broke(flow);
  }
  pump(flow);
}

/// Into the water.
void ProxyConnection::carry(Flow& flow, std::string_view bytes) {
  do {
    const std::string_view piece = bytes.substr(0, water_.longest_piece(flow.direction));
    bytes.remove_prefix(piece.size());
    const bool first = !std::exchange(flow.begun, true);
    const TimePoint at = water_.arrival(flow.direction, piece.size(), first);
    if (mode_ == Mode::closed) return;
    flow.queue.push(at, piece);
  } while (!bytes.empty());
}

void ProxyConnection::received(Flow& flow, std::string_view bytes) {
  switch (mode_) {
    case Mode::forward: return carry(flow, bytes);
    case Mode::forgotten: return broke(down_);
    case Mode::confuse:
      if (down_.begun) return;
      carry(down_, kNonsense);
      carry(down_, {});
      return pump(down_);
    case Mode::connecting:
    case Mode::swallow:
    case Mode::orphan:
    case Mode::finish:
    case Mode::closed: return;
  }
}

void ProxyConnection::source_ended(Flow& flow) {
  switch (mode_) {
    case Mode::forward: return carry(flow, {});
    case Mode::forgotten: return broke(down_);
    case Mode::confuse:
      if (!down_.begun || down_.finished) close();
      return;
    case Mode::swallow:
    case Mode::orphan: return linger();
    case Mode::finish: return close_if_answered();
    case Mode::connecting:
    case Mode::closed: return;
  }
}

// ---- Ends ------------------------------------------------------------------------------------

/// RST came from the flow's source: if somebody is to be told, it travels as bytes do, but
/// overtakes them.
void ProxyConnection::broke(Flow& flow) {
  switch (mode_) {
    case Mode::connecting:
    case Mode::forward:
    case Mode::forgotten:
      flow.broken_source = true;
      if (!held(flow)) reset();
      return;
    case Mode::swallow:
    case Mode::confuse:
    case Mode::orphan: return reset();
    case Mode::finish: flow.source.ended = true; return close_if_answered();
    case Mode::closed: return;
  }
}

void ProxyConnection::reset() {
  if (mode_ == Mode::closed) return;
  close_with_reset(client_.socket);
  close_with_reset(server_.socket);
  close();
}

/// Shuts down and reads on: Linux answers with RST instead if bytes were left unread at close().
void ProxyConnection::finish() {
  if (mode_ == Mode::closed || mode_ == Mode::finish) return;
  if (mode_ == Mode::connecting) close_with_reset(server_.socket);
  if (is_broken()) return reset();
  mode_ = Mode::finish;
  asio::error_code ignored;
  for (Flow* flow : {&up_, &down_}) {
    flow->queue.clear();
    flow->timer.cancel();
    if (flow->sink.socket.is_open()) {
      flow->sink.socket.shutdown(tcp::socket::shutdown_send, ignored);
    }
  }
  linger();
  water_changed();
  close_if_answered();
}

void ProxyConnection::close_if_answered() {
  if (client_.ended && (server_.ended || !server_.socket.is_open())) close();
}

void ProxyConnection::abandon() {
  ended_ = nullptr;
  reset();
}

bool ProxyConnection::orphan() {
  if (mode_ != Mode::connecting && mode_ != Mode::forward) return false;
  mode_ = Mode::orphan;
  close_with_reset(server_.socket);
  for (Flow* flow : {&up_, &down_}) {
    flow->queue.clear();
    flow->timer.cancel();
  }
  if (up_.broken_source) {
    reset();
    return true;
  }
  down_.broken_source = false;  // the server's reset was on its way; nobody passes it on any more
  if (client_.ended) linger();
  water_changed();
  return true;
}

void ProxyConnection::end_orphan() {
  if (mode_ != Mode::orphan) return;
  mode_ = Mode::forgotten;
  if (client_.ended) reset();
}

/// Nothing is expected any more; if the peer does not let go, we do.
void ProxyConnection::linger() {
  linger_.expires_after(kLinger);
  linger_.async_wait([self = shared_from_this()](const asio::error_code& error) {
    if (!error) self->reset();
  });
}

bool ProxyConnection::is_open() const {
  switch (mode_) {
    case Mode::connecting:
    case Mode::forward:
    case Mode::confuse: return true;
    case Mode::swallow:
    case Mode::orphan:
    case Mode::forgotten: return !client_.ended;
    case Mode::finish:
    case Mode::closed: return false;
  }
  return false;
}

void ProxyConnection::close() {
  if (std::exchange(mode_, Mode::closed) == Mode::closed) return;
  asio::error_code ignored;
  client_.socket.close(ignored);
  server_.socket.close(ignored);
  up_.timer.cancel();
  down_.timer.cancel();
  linger_.cancel();
  up_.queue.clear();
  down_.queue.clear();
  if (const auto ended = std::exchange(ended_, nullptr)) ended(*this);
}

}  // namespace fishtank::net
