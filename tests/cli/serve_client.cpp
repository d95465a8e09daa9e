#include "tests/cli/serve_client.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace fishtank::tests {

namespace {

bool connect_to(int socket, std::uint16_t port) {
  sockaddr_in peer{};
  peer.sin_family = AF_INET;
  peer.sin_port = htons(port);
  peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connect(socket, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) == 0;
}

}  // namespace

Connection::Connection(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{.tv_sec = 20, .tv_usec = 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  EXPECT_TRUE(connect_to(socket_, port)) << "cannot connect to port " << port;
}

bool is_listening(std::uint16_t port) {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  const bool accepted = connect_to(probe, port);
  close(probe);
  return accepted;
}

Connection::~Connection() { close(socket_); }

void Connection::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

std::string Connection::read(std::size_t size) const {
  std::string text(size, '\0');
  const ssize_t got = size == 0 ? 0 : recv(socket_, text.data(), size, MSG_WAITALL);
  text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return text;
}

std::string Connection::read_until(std::string_view text) const {
  std::string all;
  while (!all.ends_with(text)) {
    const std::string one = read(1);
    if (one.empty()) break;
    all += one;
  }
  return all;
}

std::string http(std::uint16_t port, std::string_view method, std::string_view target,
                 std::string_view body) {
  const Connection connection(port);
  connection.write(fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n\r\n{}",
                               method, target, body.size(), body));
  constexpr std::size_t kMost = 1U << 20U;
  return connection.read(kMost);
}

PlainClient::PlainClient(std::uint16_t port, std::string_view cookie) : connection_(port) {
  connection_.write(
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");
  if (!cookie.empty()) connection_.write(fmt::format("Cookie: {}\r\n", cookie));
  connection_.write("\r\n");
  EXPECT_THAT(connection_.read_until("\r\n\r\n"), testing::StartsWith("HTTP/1.1 101 "));
}

void PlainClient::send(std::string_view text) const { send('\x81', text); }

/// With a mask of zeros the bytes are as they were.
void PlainClient::send(char opcode, std::string_view content) const {
  std::string frame(1, opcode);
  if (content.size() < 126) {
    frame += static_cast<char>(0x80U | content.size());
  } else {
    frame += '\xfe';
    frame += static_cast<char>(content.size() >> 8U);
    frame += static_cast<char>(content.size() & 0xffU);
  }
  connection_.write(frame + std::string(4, '\0') + std::string(content));
}

std::optional<std::string> PlainClient::receive() const {
  while (true) {
    const std::string head = connection_.read(2);
    if (head.size() < 2) return std::nullopt;
    const unsigned opcode = static_cast<unsigned char>(head[0]) & 0x0fU;
    std::size_t size = static_cast<unsigned char>(head[1]);
    if (size >= 126) {
      const std::string more = connection_.read(size == 126 ? 2 : 8);
      size = 0;
      for (const char digit : more) size = size << 8U | static_cast<unsigned char>(digit);
    }
    std::string text = connection_.read(size);
    if (opcode == 1) return text;
    if (opcode == 8) return std::nullopt;
    if (opcode == 9) send('\x8a', text);
  }
}

void PlainClient::register_as(std::string_view user) const {
  send(fmt::format(R"({{"lwp":"/reg","headers":{{"mid":"1 0","token":"made-up",)"
                   R"("app-key":"444e9908a51d1cb236a27862abc769c9","ua":"x",)"
                   R"("did":"0A1B2C3D-4E5F-4A6B-8C7D-0E1F2A3B4C5D-{}"}}}})",
                   user));
  EXPECT_THAT(receive().value_or("nothing"), testing::HasSubstr(R"("code":200)"));
  send(R"({"lwp":"/r/SyncStatus/ackDiff","headers":{"mid":"2 0"},"body":[{"pipeline":"sync",)"
       R"("tooLong2Tag":"PNM,1","channel":"sync","topic":"sync","highPts":0,"pts":1,"seq":0,)"
       R"("timestamp":1}]})");
  EXPECT_THAT(receive().value_or("nothing"), testing::HasSubstr(R"("mid":"2 0")"));
}

}  // namespace fishtank::tests
