#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fishtank::tests {

/// A TCP connection to 127.0.0.1 that blocks, for 20 s at most.
class Connection {
 public:
  explicit Connection(std::uint16_t port);  ///< fails the test if it is refused
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void write(std::string_view bytes) const;

  /// Exactly so many bytes; fewer if the peer ends it before.
  std::string read(std::size_t size) const;

  /// Up to and with that text, or the end.
  std::string read_until(std::string_view text) const;

 private:
  int socket_ = -1;
};

/// Whether somebody accepts connections there.
bool is_listening(std::uint16_t port);

/// An HTTP request; the whole answer, status line first.
std::string http(std::uint16_t port, std::string_view method, std::string_view target,
                 std::string_view body = "");

/// A WebSocket client that knows as much as a test needs: short text frames, one after the other.
class PlainClient {
 public:
  /// Upgrades, with that Cookie header if it is not empty.
  explicit PlainClient(std::uint16_t port, std::string_view cookie = "");

  void send(std::string_view text) const;

  /// The next text; nothing: a close frame came, or the end. Answers Pings meanwhile.
  std::optional<std::string> receive() const;

  /// Sends /reg with a made-up token and reads until its answer; then ackDiff likewise.
  void register_as(std::string_view user) const;

 private:
  void send(char opcode, std::string_view content) const;

  Connection connection_;
};

}  // namespace fishtank::tests
