#include "tests/helpers/tcp_peer.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace fishtank::tests {

namespace {

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

int make_socket() { return checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"); }

sockaddr_in local(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool is_ready(int socket, short event, std::chrono::milliseconds within) {
  pollfd entry{socket, event, 0};
  return checked(::poll(&entry, 1, static_cast<int>(within.count())), "poll") > 0;
}

int connect(int socket, std::uint16_t port) {
  const sockaddr_in address = local(port);
  return ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

void set_blocking(int socket, bool blocking) {
  const int flags = checked(::fcntl(socket, F_GETFL), "fcntl");
  checked(::fcntl(socket, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK), "fcntl");
}

}  // namespace

// ---- TcpPeer ---------------------------------------------------------------------------------

TcpPeer::TcpPeer(int socket) : socket_(socket) {
  const int on = 1;
  checked(::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
}

TcpPeer::~TcpPeer() { close(); }

TcpPeer::TcpPeer(TcpPeer&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}

TcpPeer TcpPeer::connected_to(std::uint16_t port) {
  TcpAttempt attempt(port);
  if (!attempt.is_over()) throw std::runtime_error("connect takes too long");
  if (const int error = attempt.error(); error != 0) {
    throw std::system_error(error, std::generic_category(), "connect");
  }
  return attempt.take();
}

void TcpPeer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!is_ready(socket_, POLLOUT, kPatience)) throw std::runtime_error("nobody reads");
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) throw std::system_error(errno, std::generic_category(), "send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::size_t TcpPeer::send_until_blocked(std::string_view bytes,
                                        std::chrono::milliseconds stillness) {
  std::size_t total = 0;
  while (is_ready(socket_, POLLOUT, stillness)) {
    const std::string_view rest = bytes.substr(total % bytes.size());
    const auto sent = ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) throw std::system_error(errno, std::generic_category(), "send");
    total += static_cast<std::size_t>(sent);
  }
  return total;
}

std::string TcpPeer::receive(std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t came = 0;
  while (came < size && is_ready(socket_, POLLIN, kPatience)) {
    const auto read = ::recv(socket_, bytes.data() + came, size - came, 0);
    if (read <= 0) break;
    came += static_cast<std::size_t>(read);
  }
  bytes.resize(came);
  return bytes;
}

std::string TcpPeer::receive_all() {
  std::string bytes;
  while (next() == Next::bytes) {
    std::string piece(65'536, '\0');
    piece.resize(static_cast<std::size_t>(
        checked(static_cast<int>(::recv(socket_, piece.data(), piece.size(), 0)), "recv")));
    bytes += piece;
  }
  return bytes;
}

Next TcpPeer::next(std::chrono::milliseconds within) {
  if (!is_ready(socket_, POLLIN, within)) return Next::nothing;
  char byte = 0;
  const auto read = ::recv(socket_, &byte, 1, MSG_PEEK);
  if (read > 0) return Next::bytes;
  if (read == 0) return Next::fin;
  if (errno == ECONNRESET) return Next::reset;
  throw std::system_error(errno, std::generic_category(), "recv");
}

void TcpPeer::finish() { checked(::shutdown(socket_, SHUT_WR), "shutdown"); }

void TcpPeer::reset() {
  const linger none{1, 0};
  checked(::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &none, sizeof none), "SO_LINGER");
  close();
}

void TcpPeer::close() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

// ---- TcpListener -----------------------------------------------------------------------------

TcpListener::TcpListener() : socket_(make_socket()) {
  sockaddr_in address = local(0);
  socklen_t size = sizeof address;
  checked(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), "bind");
  checked(::listen(socket_, 1024), "listen");
  checked(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
  port_ = ntohs(address.sin_port);
}

TcpListener::~TcpListener() { close(); }

TcpPeer TcpListener::accept() {
  if (!is_called(kPatience)) throw std::runtime_error("nobody connects");
  return TcpPeer(checked(::accept(socket_, nullptr, nullptr), "accept"));
}

bool TcpListener::is_called(std::chrono::milliseconds within) {
  return is_ready(socket_, POLLIN, within);
}

void TcpListener::close() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

bool can_be_listened_at(std::uint16_t port) {
  const int socket = make_socket();
  const sockaddr_in address = local(port);
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const bool can =
      ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(socket, 1) == 0;
  ::close(socket);
  return can;
}

// ---- TcpAttempt ------------------------------------------------------------------------------

TcpAttempt::TcpAttempt(std::uint16_t port) : socket_(make_socket()) {
  set_blocking(socket_, false);
  if (connect(socket_, port) != 0 && errno != EINPROGRESS && errno != ECONNREFUSED) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
}

TcpAttempt::~TcpAttempt() {
  if (socket_ >= 0) ::close(socket_);
}

bool TcpAttempt::is_over(std::chrono::milliseconds within) {
  return is_ready(socket_, POLLOUT, within);
}

int TcpAttempt::error() {
  int error = 0;
  socklen_t size = sizeof error;
  checked(::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size), "SO_ERROR");
  return error;
}

TcpPeer TcpAttempt::take() {
  set_blocking(socket_, true);
  return TcpPeer(std::exchange(socket_, -1));
}

}  // namespace fishtank::tests
