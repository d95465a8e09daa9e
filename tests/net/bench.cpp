#include "tests/net/bench.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <utility>

namespace fishtank::net::test {

namespace {

constexpr auto kPatience = std::chrono::seconds(10);

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

std::uint16_t port_of(int descriptor) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

int bound_socket() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(0);
  if (bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("no port");
  }
  return descriptor;
}

}  // namespace

bool run_until(Loop& loop, const std::function<bool()>& condition) {
  const TimePoint deadline = Clock::now() + kPatience;
  while (!condition()) {
    if (Clock::now() > deadline) return false;
    run_for(loop, milliseconds(1));
  }
  return true;
}

void run_for(Loop& loop, Duration duration) {
  Timer timer(loop, [&loop] { loop.stop(); });
  timer.set(Clock::now() + duration);
  loop.run();
}

// ---- Logs ------------------------------------------------------------------------------------

void ClientLog::opened() {
  count();
  is_open = true;
  if (on_open) on_open();
}

void ClientLog::open_failed(OpenFailure why, int http_status, const std::string& what) {
  count();
  failure = why;
  status = http_status;
  detail = what;
  if (on_end) on_end();
}

void ClientLog::received(std::string_view message) {
  count();
  messages.emplace_back(message);
  if (on_message) on_message();
}

void ClientLog::pong() {
  count();
  ++pongs;
}

void ClientLog::flushed() {
  count();
  ++flushes;
}

void ClientLog::closed(const Ending& how) {
  count();
  ending = how;
  if (on_end) on_end();
}

std::ptrdiff_t ServerLog::opened_ever() const {
  return std::count_if(sockets.begin(), sockets.end(),
                       [](const auto& entry) { return entry.second.is_open; });
}

int ServerLog::upgrade(ConnectionId id, const HttpRequest& request) {
  at(id).upgrade = request;
  if (on_upgrade) on_upgrade();
  return upgrade_status;
}

void ServerLog::received(ConnectionId id, std::string_view message) {
  at(id).messages.emplace_back(message);
  if (on_message) on_message(id, message);
}

bool ServerLog::ping(ConnectionId id) {
  ++at(id).pings;
  return answers_pings;
}

void ServerLog::request(const HttpRequest& request, Respond respond) {
  requests.push_back(request);
  if (on_request) on_request(request, std::move(respond));
}

void ServerLog::shed(Shed why, const std::string& peer) {
  EXPECT_EQ(peer.rfind("127.0.0.1:", 0), 0U) << peer;
  sheds.push_back(why);
}

void ServerLog::tls_failed(const std::string& peer, const std::string& /*why*/) {
  EXPECT_EQ(peer.rfind("127.0.0.1:", 0), 0U) << peer;
  ++tls_failures;
}

// ---- Benches ---------------------------------------------------------------------------------

ServerBench::ServerBench(const ServerOptions& options, const std::string& the_scheme)
    : server(std::make_unique<WebSocketServer>(loop, options, log)), scheme(the_scheme) {
  log.on_message = [this](ConnectionId id, std::string_view message) {
    if (server != nullptr) server->send(id, message);
  };
}

ClientOptions ServerBench::client() const {
  ClientOptions options;
  options.url = scheme + "://127.0.0.1:" + std::to_string(server->port()) + "/im?x=1";
  return options;
}

void ServerBench::await(const std::function<bool()>& condition, std::string_view what) {
  if (!run_until(loop, condition)) FAIL() << "never: " << what;
}

OpenClient::OpenClient(ServerBench& bench) : OpenClient(bench, bench.client()) {}

OpenClient::OpenClient(ServerBench& bench, const ClientOptions& options)
    : client(std::make_unique<WebSocketClient>(bench.loop, options, log)) {
  const std::size_t before = bench.server->connections();
  bench.await(
      [&] { return log.has_ended() || (log.is_open && bench.server->connections() > before); },
      "the client opens");
  EXPECT_TRUE(log.is_open) << log.detail;
}

// ---- Raw sockets -----------------------------------------------------------------------------

RawSocket::RawSocket(std::uint16_t port, int receive_buffer)
    : descriptor_(socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0) {
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  const sockaddr_in address = loopback(port);
  if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ADD_FAILURE() << "cannot connect";
  }
}

RawSocket::~RawSocket() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::size_t RawSocket::write(std::string_view bytes) {
  const auto written = send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  return written < 0 ? 0 : static_cast<std::size_t>(written);
}

void RawSocket::finish() { shutdown(descriptor_, SHUT_WR); }

bool RawSocket::is_broken() {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0;
}

void RawSocket::reset() {
  const linger now{1, 0};
  setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(descriptor_);
  descriptor_ = -1;
}

void RawSocket::read() {
  char buffer[65536];
  while (end_ == End::none) {
    const auto size = recv(descriptor_, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size > 0) {
      heard_.append(buffer, static_cast<std::size_t>(size));
    } else if (size == 0) {
      end_ = End::fin;
    } else if (errno == ECONNRESET) {
      end_ = End::reset;
    } else {
      return;
    }
  }
}

RawListener::RawListener(int backlog) : descriptor_(bound_socket()), port_(port_of(descriptor_)) {
  listen(descriptor_, backlog);
  fcntl(descriptor_, F_SETFL, fcntl(descriptor_, F_GETFL) | O_NONBLOCK);
}

RawListener::~RawListener() { close(descriptor_); }

std::unique_ptr<RawSocket> RawListener::accept() {
  const int accepted = ::accept(descriptor_, nullptr, nullptr);
  if (accepted < 0) return nullptr;
  return std::make_unique<RawSocket>(RawSocket::Accepted{accepted});
}

// ---- RawServer -------------------------------------------------------------------------------

RawServer::RawServer(const ClientOptions& options) {
  ClientOptions mine = options;
  mine.url = "ws://127.0.0.1:" + std::to_string(listener.port());
  client = std::make_unique<WebSocketClient>(loop, mine, log);
}

std::string RawServer::request() {
  EXPECT_TRUE(run_until(loop, [&] {
    if (raw == nullptr) raw = listener.accept();
    if (raw != nullptr) raw->read();
    return raw != nullptr && raw->heard().find("\r\n\r\n") != std::string::npos;
  })) << "never: the request";
  return raw->heard();
}

bool RawServer::upgrade() {
  const std::string text = request();
  const std::string name = "Sec-WebSocket-Key: ";
  const std::size_t begin = text.find(name) + name.size();
  const std::string key =
      text.substr(begin, text.find("\r\n", begin) - begin) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest);
  unsigned char accept[64];
  EVP_EncodeBlock(accept, digest, SHA_DIGEST_LENGTH);
  raw->write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      std::string(reinterpret_cast<char*>(accept)) + "\r\n\r\n");
  raw->forget();
  return run_until(loop, [&] { return log.is_open || log.has_ended(); }) && log.is_open;
}

bool RawServer::end() {
  return run_until(loop, [&] { return log.has_ended(); });
}

std::uint16_t closed_port() {
  const int descriptor = bound_socket();
  const std::uint16_t port = port_of(descriptor);
  close(descriptor);
  return port;
}

std::unique_ptr<RawSocket> upgraded(ServerBench& bench, int receive_buffer) {
  auto raw = std::make_unique<RawSocket>(bench.server->port(), receive_buffer);
  const std::ptrdiff_t before = bench.log.opened_ever();
  raw->write(upgrade_request());
  bench.await(
      [&] {
        raw->read();  // which can have the answer before the server is told that it is written
        return raw->heard().find("\r\n\r\n") != std::string::npos &&
               bench.log.opened_ever() > before;
      },
      "the upgrade is answered");
  EXPECT_EQ(raw->heard().rfind("HTTP/1.1 101", 0), 0U) << raw->heard();
  raw->forget();
  return raw;
}

}  // namespace fishtank::net::test
