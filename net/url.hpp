#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fishtank::net {

/// What a client needs to know of a URL.
struct Url {
  bool secure = false;
  std::string host;  ///< an IPv6 address without its brackets
  std::uint16_t port = 0;
  std::string target = "/";  ///< path and query

  std::string authority() const;  ///< of a Host header: the port only if it is not the scheme's own
};

/// Reads "ws://host:port/path" if the scheme is "ws"; "wss" is its secure form, likewise "http".
/// std::invalid_argument: it is none; the message has the URL, which part is wrong and how to write
/// it.
Url parse_url(const std::string& text, std::string_view scheme);

}  // namespace fishtank::net
