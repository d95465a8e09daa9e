#include "net/proxy_port.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "net/tcp_reset.hpp"

namespace fishtank::net {

namespace {

using asio::ip::tcp;

/// A queue of this length takes one connection more than it says, and handshakes with SYN cookies
/// do not begin before it is full, as they would with a length of 0.
constexpr int kShortBacklog = 1;

constexpr std::chrono::milliseconds kRest(100);

/// Connections that are accepted before somebody else has a turn: a flood of them must not keep the
/// loop from those that are open.
constexpr std::size_t kAtOnce = 64;

/// For our own end of a connection to ourselves: the kernel needs no time for it but the
/// scheduler's.
constexpr int kFillerTimeoutMs = 100;

asio::ip::address loopback(const tcp& protocol) {
  if (protocol == tcp::v6()) return asio::ip::address_v6::loopback();
  return asio::ip::address_v4::loopback();
}

}  // namespace

ProxyPort::ProxyPort(asio::io_context& context, const std::string& address, std::uint16_t port,
                     Accepted accepted)
    : context_(context), acceptor_(context), rest_(context), accepted_(std::move(accepted)) {
  // Linux takes a port that it chose itself away from a socket that stops listening, but not one
  // that was asked for. So one socket finds the port and the other one asks for it.
  const tcp::endpoint wanted(asio::ip::make_address(address), port);
  tcp::acceptor finder(context, wanted.protocol());
  finder.set_option(tcp::acceptor::reuse_address(true));
  finder.bind(wanted);
  acceptor_.open(wanted.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  acceptor_.bind(finder.local_endpoint());
  acceptor_.non_blocking(true);
  port_ = acceptor_.local_endpoint().port();
}

void ProxyPort::open() {
  if (state_ == State::open) return;
  listen(asio::socket_base::max_listen_connections);
  state_ = State::open;
  accept_waiting();
  drop_fillers();
  watch();
}

/// A socket that may not reuse its address could not listen beside the connections that it accepted
/// before.
void ProxyPort::listen(int backlog) {
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  acceptor_.listen(backlog);
}

void ProxyPort::accept(std::size_t most) {
  for (std::size_t count = 0; count < most && state_ == State::open; ++count) {
    asio::error_code error;
    tcp::endpoint peer;
    tcp::socket socket(context_);
    acceptor_.accept(socket, peer, error);
    if (error == asio::error::connection_aborted || error == asio::error::interrupted) continue;
    if (error == asio::error::would_block) return;
    if (error) return rest();
    if (is_filler(peer)) {
      close_with_reset(socket);
    } else {
      accepted_(std::move(socket));
    }
  }
}

void ProxyPort::refuse() {
  if (state_ == State::refusing) return;
  stop_watching();
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // ends the listening; the port stays bound
  // Beside one that does not listen, Linux lets anybody listen who reuses addresses as it does.
  acceptor_.set_option(tcp::acceptor::reuse_address(false));
  state_ = State::refusing;
  drop_fillers();
}

void ProxyPort::ignore() {
  if (state_ == State::ignoring) return;
  stop_watching();
  listen(kShortBacklog);
  state_ = State::ignoring;
  fill();
}

void ProxyPort::close() {
  stop_watching();
  state_ = State::refusing;
  drop_fillers();
  asio::error_code ignored;
  acceptor_.close(ignored);
}

/// Tells each connection as it comes, as long as the port is open.
void ProxyPort::watch() {
  if (state_ != State::open) return;
  const std::uint64_t watch = ++watch_;
  acceptor_.async_wait(tcp::acceptor::wait_read,
                       [self = shared_from_this(), watch](const asio::error_code& error) {
                         if (error || watch != self->watch_) return;
                         self->accept(kAtOnce);
                         if (watch == self->watch_) self->watch();
                       });
}

void ProxyPort::stop_watching() {
  ++watch_;
  rest_.cancel();
  asio::error_code ignored;
  acceptor_.cancel(ignored);
}

/// No descriptor is left, or no memory: what waits in the queue waits a little longer.
void ProxyPort::rest() {
  const std::uint64_t watch = ++watch_;
  rest_.expires_after(kRest);
  rest_.async_wait([self = shared_from_this(), watch](const asio::error_code& error) {
    if (error || watch != self->watch_) return;
    self->accept(kAtOnce);
    if (watch == self->watch_) self->watch();
  });
}

void ProxyPort::fill() {
  tcp::endpoint ourselves = acceptor_.local_endpoint();
  if (ourselves.address().is_unspecified()) ourselves.address(loopback(ourselves.protocol()));
  for (int tries = 0; tries < 8 && !is_full(); ++tries) {
    tcp::socket filler(context_, ourselves.protocol());
    filler.non_blocking(true);
    asio::error_code error;
    filler.connect(ourselves, error);
    pollfd connected{filler.native_handle(), POLLOUT, 0};
    ::poll(&connected, 1, kFillerTimeoutMs);
    fillers_.push_back(std::move(filler));
  }
}

void ProxyPort::drop_fillers() {
  for (tcp::socket& filler : fillers_) close_with_reset(filler);  // leaves no TIME_WAIT behind
  fillers_.clear();
}

bool ProxyPort::is_full() {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(acceptor_.native_handle(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) {
    return false;
  }
  // Of a listening socket: how many wait, and how many may. It is full when one more waits.
  return info.tcpi_unacked > info.tcpi_sacked;
}

bool ProxyPort::is_filler(const tcp::endpoint& peer) const {
  return std::any_of(fillers_.begin(), fillers_.end(), [&peer](const tcp::socket& filler) {
    asio::error_code error;
    return filler.local_endpoint(error) == peer && !error;
  });
}

}  // namespace fishtank::net
