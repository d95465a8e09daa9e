#include "net/server_http.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace fishtank::net {

namespace {

/// The whole answer. What a handler gave that is no status or no header makes it an error of ours.
std::string write_response(const HttpResponse& response, bool has_body) {
  const bool is_sound =
      std::all_of(response.headers.begin(), response.headers.end(),
                  [](const auto& header) { return is_header(header.first, header.second); });
  if (!is_sound || response.status < 200 || response.status > 999) {
    return write_response({500, {}, "the answer has no status, or a header that is none\n"},
                          has_body);
  }
  HttpHeaders headers = response.headers;
  headers.emplace_back("Connection", "close");
  if (find_header(headers, "Content-Length") == nullptr) {
    headers.emplace_back("Content-Length", std::to_string(response.body.size()));
  }
  const std::string status = std::to_string(response.status);
  return write_message("HTTP/1.1 " + status + ' ' + std::string(status_name(response.status)),
                       headers, has_body ? response.body : std::string());
}

}  // namespace

Request& request_of(WebSocket& socket) { return const_cast<Request&>(socket.get_request()); }
const Request& request_of(const WebSocket& socket) { return socket.get_request(); }

HttpRequest public_request(const WebSocket& socket) {
  const HttpReader& reader = request_of(socket).reader();
  return {reader.part(0), reader.part(1), reader.headers(), reader.body(), socket.peer()};
}

Respond respond_to(const WebSocket::ptr& socket, Duration patience) {
  const bool has_body = request_of(*socket).reader().part(0) != "HEAD";
  return [weak = std::weak_ptr(socket), patience, has_body](const HttpResponse& response) {
    const WebSocket::ptr asked = weak.lock();
    if (asked == nullptr || asked->is_aborted) return;
    asked->watch(nullptr);  // what its peer does now is seen by the write
    asked->expire_after(patience);
    asked->set_status(websocketpp::http::status_code::ok);  // the body is the whole answer
    asked->set_body(write_response(response, has_body));
    std::error_code ignored;  // answered already
    asked->send_http_response(ignored);
  };
}

}  // namespace fishtank::net
