#include "net/url.hpp"

#include <charconv>
#include <stdexcept>

namespace fishtank::net {

namespace {

std::uint16_t own_port(bool secure) { return secure ? 443 : 80; }

[[noreturn]] void refuse(const std::string& why) { throw std::invalid_argument(why); }

std::string ticked(std::string_view text) { return '`' + std::string(text) + '`'; }

std::uint16_t read_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, port);
  if (error == std::errc() && rest == end && port != 0) return port;
  refuse("its port " + ticked(text) + " is none; write a number, 1 to 65535");
}

bool begins(std::string_view text, std::string_view head) {
  return text.substr(0, head.size()) == head;
}

/// "host", "host:port", "[v6]" or "[v6]:port".
void read_authority(std::string_view text, Url& url) {
  const bool bracketed = begins(text, "[");
  const std::size_t end = text.find(bracketed ? ']' : ':');
  if (bracketed && end == std::string_view::npos) {
    refuse("its host " + ticked(text) + " has no `]`");
  }
  url.host = bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  if (url.host.empty()) refuse("it names no host");
  if (url.host.find_first_of("@ \t\r\n") != std::string::npos) {
    refuse("its host " + ticked(url.host) + " is none; write a name or an address");
  }
  std::string_view port = end == std::string_view::npos ? "" : text.substr(end);
  if (bracketed) port.remove_prefix(1);
  url.port = own_port(url.secure);
  if (port.empty()) return;
  if (port.front() != ':') refuse("write a `:` between its host and its port");
  url.port = read_port(port.substr(1));
}

Url read_url(std::string_view text, const std::string& scheme) {
  Url url;
  url.secure = begins(text, scheme + "s://");
  if (!url.secure && !begins(text, scheme + "://")) {
    refuse("it does not begin with " + scheme + ":// or " + scheme + "s://; write " + scheme +
           "://HOST:PORT/PATH");
  }
  text.remove_prefix(text.find("://") + 3);
  text = text.substr(0, text.find('#'));
  const std::size_t path = text.find_first_of("/?");
  if (path != std::string_view::npos) url.target = text.substr(path);
  if (url.target.front() == '?') url.target.insert(0, 1, '/');
  if (url.target.find_first_of(" \t\r\n") != std::string::npos) {
    refuse("its path has a blank; write %20");
  }
  read_authority(text.substr(0, path), url);
  return url;
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
  return port == own_port(secure) ? name : name + ':' + std::to_string(port);
}

Url parse_url(const std::string& text, std::string_view scheme) {
  try {
    return read_url(text, std::string(scheme));
  } catch (const std::invalid_argument& why) {
    throw std::invalid_argument('"' + text + "\" is no " + std::string(scheme) +
                                " URL: " + why.what());
  }
}

}  // namespace fishtank::net
