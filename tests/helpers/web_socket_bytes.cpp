#include "tests/helpers/web_socket_bytes.hpp"

#include <cstddef>

namespace fishtank::tests {

std::string upgrade_request(std::string_view user) {
  std::string text =
      "GET /im HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
  if (!user.empty()) text += "Cookie: unb=" + std::string(user) + "\r\n";
  return text + "\r\n";
}

std::string frame(std::uint8_t first, std::string_view payload) {
  std::string text(1, static_cast<char>(first));
  if (payload.size() < 126) {
    text += static_cast<char>(0x80U | payload.size());
  } else {
    text += static_cast<char>(0x80U | 126U);
    text += static_cast<char>(payload.size() >> 8U);
    text += static_cast<char>(payload.size() & 0xFFU);
  }
  text.append("\1\2\3\4");
  for (std::size_t index = 0; index < payload.size(); ++index) {
    text += static_cast<char>(payload[index] ^ static_cast<char>(index % 4 + 1));
  }
  return text;
}

}  // namespace fishtank::tests
