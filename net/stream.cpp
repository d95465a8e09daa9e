#include "net/stream.hpp"

#include <sys/ioctl.h>

#include <asio/error.hpp>
#include <asio/ssl/error.hpp>
#include <asio/ssl/host_name_verification.hpp>

#include "net/tcp_reset.hpp"

namespace fishtank::net {

using asio::ip::tcp;

Stream::Stream(tcp::socket socket) : socket_(std::move(socket)) {
  asio::error_code ignored;  // it may be gone already
  socket_.set_option(tcp::no_delay(true), ignored);
}

void Stream::secure(std::shared_ptr<asio::ssl::context> context) {
  context_ = std::move(context);
  tls_.emplace(socket_, *context_);
}

void Stream::expect(const std::string& host) {
  asio::error_code no_address;
  asio::ip::make_address(host, no_address);
  if (no_address) SSL_set_tlsext_host_name(tls_->native_handle(), host.c_str());
  if (SSL_get_verify_mode(tls_->native_handle()) != SSL_VERIFY_NONE) {
    tls_->set_verify_callback(asio::ssl::host_name_verification(host));
  }
}

std::string Stream::peer() const { return peer_of(socket_); }

std::string peer_of(const tcp::socket& socket) {
  asio::error_code error;
  const tcp::endpoint endpoint = socket.remote_endpoint(error);
  if (error) return {};
  const std::string address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? '[' + address + ']' : address) + ':' +
         std::to_string(endpoint.port());
}

bool Stream::all_taken() {
  int waiting = 0;
  return ::ioctl(socket_.native_handle(), TIOCOUTQ, &waiting) == 0 && waiting == 0;
}

void Stream::close() {
  asio::error_code ignored;
  socket_.close(ignored);
}

void Stream::reset() { close_with_reset(socket_); }

bool is_end(const asio::error_code& error) {
  return error == asio::error::eof || error == asio::ssl::error::stream_truncated;
}

}  // namespace fishtank::net
