#include "net/url.hpp"

#include <charconv>
#include <stdexcept>

namespace fishtank::net {

namespace {

std::uint16_t own_port(bool secure) { return secure ? 443 : 80; }

/// "host", "host:port", "[v6]" or "[v6]:port"; false if it is none of them.
bool read_authority(std::string_view text, Url& url) {
  std::string_view port;
  if (!text.empty() && text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    url.host = text.substr(1, end - 1);
    port = text.substr(end + 1);
  } else {
    const std::size_t colon = text.find(':');
    url.host = text.substr(0, colon);
    if (colon != std::string_view::npos) port = text.substr(colon);
  }
  if (url.host.empty() || url.host.find_first_of("@ \t\r\n") != std::string::npos) return false;
  url.port = own_port(url.secure);
  if (port.empty()) return true;
  if (port.front() != ':') return false;
  const char* const end = port.data() + port.size();
  const auto [rest, error] = std::from_chars(port.data() + 1, end, url.port);
  return error == std::errc() && rest == end && url.port != 0;
}

bool read_url(std::string_view text, std::string_view scheme, Url& url) {
  if (text.substr(0, scheme.size()) != scheme) return false;
  text.remove_prefix(scheme.size());
  url.secure = !text.empty() && text.front() == 's';
  if (url.secure) text.remove_prefix(1);
  if (text.substr(0, 3) != "://") return false;
  text.remove_prefix(3);
  text = text.substr(0, text.find('#'));
  const std::size_t path = text.find_first_of("/?");
  if (path != std::string_view::npos) url.target = text.substr(path);
  if (url.target.front() == '?') url.target.insert(0, 1, '/');
  if (url.target.find_first_of(" \t\r\n") != std::string::npos) return false;
  return read_authority(text.substr(0, path), url);
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
  return port == own_port(secure) ? name : name + ':' + std::to_string(port);
}

Url parse_url(const std::string& text, std::string_view scheme) {
  Url url;
  if (read_url(text, scheme, url)) return url;
  throw std::invalid_argument('"' + text + "\" is no " + std::string(scheme) + " URL");
}

}  // namespace fishtank::net
