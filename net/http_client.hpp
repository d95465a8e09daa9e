#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/loop.hpp"
#include "net/web_socket_server.hpp"

namespace fishtank::net {

/// One HTTP/1.1 request to a server and its answer, over a TCP (or TLS) connection of its own.
/// Destroying it hangs up without another call; `answer` may do so.
class HttpCall {
 public:
  /// `answer` is called once from the loop: with the response, or with status 0 and in its body
  /// what went wrong. `base`: "http://host:port" or "https://...". Longer answers than 1 MiB are
  /// refused, and chunked ones. `authority`: PEM file of the authority to trust; empty: the
  /// system's. std::invalid_argument: `base` is none, or a header, or the file cannot be read.
  HttpCall(Loop& loop, const std::string& base, const HttpRequest& request, Duration timeout,
           bool verify_certificate, std::function<void(HttpResponse)> answer,
           const std::string& authority = {});
  ~HttpCall();
  HttpCall(const HttpCall&) = delete;
  HttpCall& operator=(const HttpCall&) = delete;

 private:
  class Connection;
  std::shared_ptr<Connection> connection_;
};

}  // namespace fishtank::net
